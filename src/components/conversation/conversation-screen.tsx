import { Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { lazily, lazilyBehind, lazilyOffline, onceAhead } from '~/components/app/lazily';
import { useMediaQuery, WIDE } from '~/components/app/use-media-query';
import { usePageTitle } from '~/components/app/use-page-title';
import { useTitleOf } from '~/components/app/use-title-of';
import { useAttaching } from '~/components/media/use-attaching';
import type { Conversation } from '~/contract/conversation';
import type { Id } from '~/contract/primitives';
import { Composer } from './composer';
import { type Composing, NEW } from './composing';
import { ConversationHeader } from './conversation-header';
import { ConversationSkeleton, MessagesSkeleton } from './conversation-skeleton';
import { type MessageActions, MessageActionsProvider, type Overlay } from './message-actions';
import { MessageList, type MessageListHandle } from './message-list';
import { PinnedBar } from './pinned-bar';
import { TypingLine } from './typing-line';

const NoLongerMember = lazilyBehind((later) => later.noLongerMember());
const BlockedNotice = lazilyBehind((later) => later.blockedNotice());
const Unavailable = lazilyBehind((later) => later.unavailable());
const DetailsPanel = lazily(() => import('~/components/details/details-panel'));
const Failed = lazilyOffline((parts) => parts.Failed);
const DropZone = onceAhead((parts) => parts.DropZone);
const MessageOverlay = lazilyOffline((parts) => parts.MessageOverlay);

interface ConversationScreenProps {
  readonly conversationId: Id;
  readonly details: boolean;
  /** The number of the message to show; null for the newest, or where unread began. */
  readonly at: number | null;
}

export function ConversationScreen({ conversationId, details, at }: ConversationScreenProps) {
  const current = useSync((state) => state.conversations.get(conversationId));
  const listStatus = useSync((state) => state.listStatus);
  // Kept, so that who is removed while reading can see from what.
  const [known, setKnown] = useState(current);
  if (current && current !== known) setKnown(current);

  if (known) {
    return <Open conversation={current ?? known} member={current !== undefined} details={details} at={at} />;
  }
  if (listStatus === 'loading') return <ConversationSkeleton />;
  return (
    <Suspense>
      <Unavailable />
    </Suspense>
  );
}

interface OpenProps {
  readonly conversation: Conversation;
  readonly member: boolean;
  readonly details: boolean;
  readonly at: number | null;
}

function Open({ conversation, member, details, at }: OpenProps) {
  const engine = useEngine();
  const title = useTitleOf(conversation);
  const wide = useMediaQuery(WIDE);
  usePageTitle(title);

  useEffect(() => {
    if (!member) return;
    void engine.open(conversation.id);
    return engine.watch(conversation.id);
  }, [engine, conversation.id, member]);

  return (
    <>
      <section aria-label={title} inert={details && !wide} className="flex min-w-0 flex-1 flex-col">
        <ConversationHeader conversation={conversation} title={title} details={details} />
        {member ? (
          <Talk conversation={conversation} title={title} at={at} />
        ) : (
          <Suspense>
            <NoLongerMember conversation={conversation} />
          </Suspense>
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

interface TalkProps {
  readonly conversation: Conversation;
  readonly title: string;
  readonly at: number | null;
}

/** What was said, and what is being written. */
function Talk({ conversation, title, at }: TalkProps) {
  const { id } = conversation;
  const engine = useEngine();
  const list = useRef<MessageListHandle>(null);
  const [composing, setComposing] = useState<Composing>(NEW);
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const zone = useRef<HTMLDivElement>(null);
  const attaching = useAttaching(id);
  const takesFiles = !conversation.blocked && composing.kind !== 'edit' && overlay === null;
  const held = useSync((state) => state.timelines.get(id)?.status === 'ready');
  /** Where the last address led, once one is there or cannot get there. */
  const [reached, setReached] = useState<number | null>(null);
  const awaited = at === reached ? null : at;

  const actions = useMemo<MessageActions>(
    () => ({
      reply: (to) => setComposing({ kind: 'reply', to }),
      edit: (target) => setComposing({ kind: 'edit', target }),
      react: (message, emoji, on) =>
        void engine.act(id, { kind: 'reaction', targetId: message.id, targetSeq: message.seq, emoji, on }),
      async jump(seq) {
        try {
          await engine.jumpTo(id, seq);
          list.current?.reveal(seq);
        } catch {
          setOverlay({ kind: 'problem', problem: 'notReached' });
        }
      },
      open: setOverlay,
    }),
    [engine, id],
  );

  useEffect(() => {
    if (held && at !== null) void actions.jump(at).then(() => setReached(at));
  }, [held, at, actions]);
  // Who comes back later begins at the newest messages.
  useEffect(() => () => engine.closeExcerpt(id), [engine, id]);

  return (
    <MessageActionsProvider value={actions}>
      <div ref={zone} className="relative flex min-h-0 flex-1 flex-col">
        <PinnedBar conversation={conversation} />
        <Messages
          conversation={conversation}
          awaited={awaited}
          onJump={(seq) => void actions.jump(seq)}
          listRef={list}
        />
        <TypingLine conversationId={id} />
        {conversation.blocked ? (
          <Suspense>
            <BlockedNotice conversation={conversation} title={title} />
          </Suspense>
        ) : (
          <Composer
            conversationId={id}
            title={title}
            composing={composing}
            attaching={attaching}
            onCompose={setComposing}
            onSend={() => list.current?.toEnd()}
          />
        )}
        <Suspense>
          <DropZone zone={zone} onFiles={takesFiles ? attaching.add : null} title={title} />
        </Suspense>
      </div>
      {overlay && (
        <Suspense>
          <MessageOverlay conversation={conversation} overlay={overlay} onClose={() => setOverlay(null)} />
        </Suspense>
      )}
    </MessageActionsProvider>
  );
}

interface MessagesProps {
  readonly conversation: Conversation;
  readonly awaited: number | null;
  readonly onJump: (seq: number) => void;
  readonly listRef: React.RefObject<MessageListHandle | null>;
}

function Messages({ conversation, awaited, onJump, listRef }: MessagesProps) {
  const t = useTranslations('conversation');
  const engine = useEngine();
  const timeline = useSync((state) => state.timelines.get(conversation.id));
  if (timeline && (timeline.status === 'ready' || timeline.entries.length > 0)) {
    return (
      <MessageList ref={listRef} conversation={conversation} timeline={timeline} awaited={awaited} onJump={onJump} />
    );
  }
  if (timeline?.status !== 'failed') return <MessagesSkeleton />;
  return (
    <Suspense>
      <Failed title={t('notLoaded')} onRetry={() => void engine.open(conversation.id)} />
    </Suspense>
  );
}
