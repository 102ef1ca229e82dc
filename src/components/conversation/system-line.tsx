import { memo } from 'react';
import { useSync } from '~/components/app/engine-context';
import { exactTime } from '~/components/app/times';
import type { ConversationKind } from '~/contract/conversation';
import type { SystemEntry } from '~/contract/entry';
import { assertNever } from '~/contract/events';
import type { Id, Role } from '~/contract/primitives';
import type { SyncState } from '~/sync/state';

interface SystemLineProps {
  readonly id: string;
  readonly entry: SystemEntry;
  readonly kind: ConversationKind;
}

/** What happened to the conversation itself. */
export const SystemLine = memo(function SystemLine({ id, entry, kind }: SystemLineProps) {
  const words = useSync((state) => wordsFor(state, entry, kind));
  return (
    <p
      data-row={id}
      data-seq={entry.seq}
      dir="auto"
      title={exactTime(entry.at)}
      className="wrap-anything px-6 pt-3 pb-1 text-center text-sm text-muted"
    >
      {words}
    </p>
  );
});

function wordsFor(state: SyncState, entry: SystemEntry, kind: ConversationKind): string {
  const actor = nameOf(state, entry.senderId, 'You');
  switch (entry.action) {
    case 'created':
      return kind === 'direct' ? `${actor} started the conversation` : `${actor} created the ${kind}`;
    case 'joined':
      return `${actor} joined`;
    case 'left':
      return `${actor} left`;
    case 'added':
      return `${actor} added ${nameOf(state, entry.userId, 'you')}`;
    case 'removed':
      return `${actor} removed ${nameOf(state, entry.userId, 'you')}`;
    case 'role':
      return `${actor} made ${nameOf(state, entry.userId, 'you')} ${ROLES[entry.role]}`;
    case 'renamed':
      return `${actor} renamed the ${kind} to “${entry.name}”`;
    case 'retention':
      return entry.days === null
        ? `${actor} set messages here to be kept`
        : `${actor} set messages here to be deleted after ${entry.days} ${entry.days === 1 ? 'day' : 'days'}`;
    case 'pinned':
      return `${actor} ${entry.on ? 'pinned' : 'unpinned'} a message`;
    default:
      return assertNever(entry);
  }
}

const ROLES: Record<Role, string> = { owner: 'an owner', admin: 'an admin', member: 'a member' };

function nameOf({ me, users }: SyncState, userId: Id, you: string): string {
  return userId === me.id ? you : (users.get(userId)?.name ?? 'Somebody');
}
