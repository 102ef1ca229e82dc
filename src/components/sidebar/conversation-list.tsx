import { CloudAlert, MessageCirclePlus } from 'lucide-react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { GoLink } from '~/components/app/go-link';
import { ROOMS } from '~/components/app/navigation';
import { startOfDay } from '~/components/app/times';
import { useNow } from '~/components/app/use-now';
import { Button } from '~/components/ui/button';
import { buttonLook } from '~/components/ui/button-look';
import { Notice } from '~/components/ui/notice';
import type { Id } from '~/contract/primitives';
import { conversationList } from '~/sync/selectors';
import { ConversationRow } from './conversation-row';
import { ListSkeleton } from './list-skeleton';

interface ConversationListProps {
  readonly selectedId: Id | null;
  readonly onNew: () => void;
}

const MINUTE_MS = 60_000;

export function ConversationList({ selectedId, onNew }: ConversationListProps) {
  const status = useSync((state) => state.listStatus);
  const conversations = useSync(conversationList);
  const today = startOfDay(useNow(MINUTE_MS));

  if (conversations.length === 0) {
    if (status === 'loading') return <ListRegion busy children={<ListSkeleton />} />;
    return <ListRegion children={status === 'failed' ? <Failed /> : <Empty onNew={onNew} />} />;
  }
  return (
    <ListRegion>
      <ul aria-label="Conversations" className="p-2">
        {conversations.map((conversation) => (
          <ConversationRow
            key={conversation.id}
            conversation={conversation}
            selected={conversation.id === selectedId}
            today={today}
          />
        ))}
      </ul>
    </ListRegion>
  );
}

function ListRegion({ busy, children }: { readonly busy?: boolean; readonly children: React.ReactNode }) {
  return (
    <div aria-busy={busy} className="scroll-region flex min-h-0 flex-1 flex-col">
      {children}
    </div>
  );
}

function Failed() {
  const engine = useEngine();
  return (
    <Notice
      role="alert"
      icon={<CloudAlert aria-hidden className="size-7" />}
      title="Your conversations could not be loaded"
      actions={
        <Button look="primary" onClick={() => engine.reloadList()}>
          Try again
        </Button>
      }
    />
  );
}

function Empty({ onNew }: { readonly onNew: () => void }) {
  return (
    <Notice
      icon={<MessageCirclePlus aria-hidden className="size-7" />}
      title="No conversations yet"
      actions={
        <>
          <Button look="primary" onClick={onNew}>
            Start a conversation
          </Button>
          <GoLink href={ROOMS} className={buttonLook('plain')}>
            Find rooms
          </GoLink>
        </>
      }
    >
      Write to a person, gather a group, or join a room that is open to everybody.
    </Notice>
  );
}
