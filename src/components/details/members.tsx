import { UserPlus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useSync } from '~/components/app/engine-context';
import { messageOf } from '~/components/app/error-words';
import { trpc } from '~/components/app/trpc';
import { UserLine } from '~/components/people/user-line';
import { Button } from '~/components/ui/button';
import { FormError } from '~/components/ui/form-error';
import { Spinner } from '~/components/ui/spinner';
import type { Conversation, Member } from '~/contract/conversation';
import type { Id } from '~/contract/primitives';
import type { SyncState } from '~/sync/state';
import { AddPeopleDialog } from './add-people-dialog';

export function Members({ conversation }: { readonly conversation: Conversation }) {
  const { id, kind } = conversation;
  const [adding, setAdding] = useState(false);
  const detail = trpc.conversation.get.useQuery({ conversationId: id });
  const { refetch } = detail;
  const changed = useSync((state) => lastSystemSeq(state, id));

  // biome-ignore lint/correctness/useExhaustiveDependencies: members come and go with system entries.
  useEffect(() => void refetch(), [changed, refetch]);

  const members = detail.data?.members ?? [];
  return (
    <section aria-labelledby="members-title" className="grid gap-2">
      <div className="flex min-h-10 items-center justify-between gap-2">
        <h3 id="members-title" className="text-sm font-semibold">
          {kind === 'direct' ? 'People' : `Members (${conversation.memberCount})`}
        </h3>
        {kind === 'group' && detail.data && (
          <Button look="quiet" onClick={() => setAdding(true)} className="-me-3 px-3">
            <UserPlus aria-hidden className="size-4" />
            Add people
          </Button>
        )}
      </div>
      {detail.isPending && <Spinner label="Loading members" />}
      {detail.isError && !detail.data && (
        <>
          <FormError message={messageOf(detail.error)} />
          <Button onClick={() => void refetch()}>Try again</Button>
        </>
      )}
      <ul aria-label="Members" className="-mx-2 grid">
        {members.map((member) => (
          <MemberLine key={member.user.id} member={member} />
        ))}
      </ul>
      {detail.data && conversation.memberCount > members.length && (
        <p className="text-sm text-muted">and {conversation.memberCount - members.length} more</p>
      )}
      {adding && (
        <AddPeopleDialog
          conversationId={id}
          memberIds={members.map((member) => member.user.id)}
          onClose={() => setAdding(false)}
        />
      )}
    </section>
  );
}

function MemberLine({ member: { user, role } }: { readonly member: Member }) {
  const meId = useSync((state) => state.me.id);
  const note = [user.id === meId && 'you', role !== 'member' && role].filter(Boolean).join(', ');
  return (
    <li className="flex min-h-12 items-center gap-3 rounded-lg px-2">
      <UserLine user={user}>{note && <span className="shrink-0 text-xs text-muted">{note}</span>}</UserLine>
    </li>
  );
}

/** Looked for among the newest entries only: further back nothing changes any more. */
const LOOKED_AT = 100;

function lastSystemSeq({ timelines }: SyncState, conversationId: Id): number {
  const newest = timelines.get(conversationId)?.entries.slice(-LOOKED_AT);
  return newest?.findLast((entry) => entry.kind === 'system')?.seq ?? 0;
}
