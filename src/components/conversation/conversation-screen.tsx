import { CloudAlert, MessageCircleOff } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { GoLink } from '~/components/app/go-link';
import { HOME, ROOMS } from '~/components/app/navigation';
import { useMediaQuery, WIDE } from '~/components/app/use-media-query';
import { usePageTitle } from '~/components/app/use-page-title';
import { useTitleOf } from '~/components/app/use-title-of';
import { Button } from '~/components/ui/button';
import { buttonLook } from '~/components/ui/button-look';
import { Notice } from '~/components/ui/notice';
import type { Conversation } from '~/contract/conversation';
import type { Id } from '~/contract/primitives';
import { Composer } from './composer';
import { ConversationHeader } from './conversation-header';
import { ConversationSkeleton, MessagesSkeleton } from './conversation-skeleton';
import { MessageList, type MessageListHandle } from './message-list';
import { NoLongerMember } from './no-longer-member';

const DetailsPanel = lazy(() => import('~/components/details/details-panel'));

interface ConversationScreenProps {
  readonly conversationId: Id;
  readonly details: boolean;
}

export function ConversationScreen({ conversationId, details }: ConversationScreenProps) {
  const current = useSync((state) => state.conversations.get(conversationId));
  const listStatus = useSync((state) => state.listStatus);
  // Kept, so that who is removed while reading can see from what.
  const [known, setKnown] = useState(current);
  if (current && current !== known) setKnown(current);

  if (known) return <Open conversation={current ?? known} member={current !== undefined} details={details} />;
  if (listStatus === 'loading') return <ConversationSkeleton />;
  return <Unavailable />;
}

interface OpenProps {
  readonly conversation: Conversation;
  readonly member: boolean;
  readonly details: boolean;
}

function Open({ conversation, member, details }: OpenProps) {
  const engine = useEngine();
  const title = useTitleOf(conversation);
  const wide = useMediaQuery(WIDE);
  const list = useRef<MessageListHandle>(null);
  usePageTitle(title);

  useEffect(() => {
    if (member) void engine.open(conversation.id);
  }, [engine, conversation.id, member]);

  return (
    <>
      <section aria-label={title} inert={details && !wide} className="flex min-w-0 flex-1 flex-col">
        <ConversationHeader conversation={conversation} title={title} details={details} />
        {member ? (
          <>
            <Messages conversation={conversation} listRef={list} />
            <Composer conversationId={conversation.id} title={title} onSend={() => list.current?.toEnd()} />
          </>
        ) : (
          <NoLongerMember conversation={conversation} />
        )}
      </section>
      {details && (
        <Suspense>
          <DetailsPanel conversation={conversation} member={member} />
        </Suspense>
      )}
    </>
  );
}

interface MessagesProps {
  readonly conversation: Conversation;
  readonly listRef: React.RefObject<MessageListHandle | null>;
}

function Messages({ conversation, listRef }: MessagesProps) {
  const engine = useEngine();
  const timeline = useSync((state) => state.timelines.get(conversation.id));
  if (timeline && (timeline.status === 'ready' || timeline.entries.length > 0)) {
    return <MessageList ref={listRef} conversation={conversation} timeline={timeline} />;
  }
  if (timeline?.status !== 'failed') return <MessagesSkeleton />;
  return (
    <Notice
      role="alert"
      icon={<CloudAlert aria-hidden className="size-7" />}
      title="The messages could not be loaded"
      actions={
        <Button look="primary" onClick={() => void engine.open(conversation.id)}>
          Try again
        </Button>
      }
    />
  );
}

function Unavailable() {
  usePageTitle('Not available');
  return (
    <Notice
      icon={<MessageCircleOff aria-hidden className="size-7" />}
      title="This conversation is not available to you"
      actions={
        <>
          <GoLink href={HOME} className={buttonLook('primary')}>
            Your conversations
          </GoLink>
          <GoLink href={ROOMS} className={buttonLook('plain')}>
            Find rooms
          </GoLink>
        </>
      }
    >
      You may have left it, or the address is not right.
    </Notice>
  );
}
