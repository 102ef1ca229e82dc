import { useState } from 'react';
import { messageOf } from '~/components/app/error-words';
import { trpc } from '~/components/app/trpc';
import { UserLine } from '~/components/people/user-line';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';
import type { Conversation, Member } from '~/contract/conversation';
import type { Role } from '~/contract/primitives';

interface MemberDialogProps {
  readonly conversation: Conversation;
  readonly member: Member;
  readonly onProfile: () => void;
  readonly onClose: () => void;
}

/** What the viewer may do with a member of a group or a room. */
export function MemberDialog({ conversation, member, onProfile, onClose }: MemberDialogProps) {
  const { id, role: own } = conversation;
  const { user, role } = member;
  const [removing, setRemoving] = useState(false);
  const utils = trpc.useUtils();
  const onSuccess = () => {
    void utils.conversation.get.invalidate({ conversationId: id });
    onClose();
  };
  const remove = trpc.conversation.removeMember.useMutation({ onSuccess });
  const setRole = trpc.conversation.setRole.useMutation({ onSuccess });
  const failed = [remove, setRole].find(({ isError }) => isError);
  const target = { conversationId: id, userId: user.id };

  if (removing) {
    return (
      <Dialog title={`Remove ${user.name}?`} onClose={() => setRemoving(false)}>
        <p className="text-muted">
          They see nothing that is written from now on. The others see that you removed them.
        </p>
        <FormError message={failed?.isError ? messageOf(failed.error) : undefined} />
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={() => setRemoving(false)}>Cancel</Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate(target)}>
            Remove
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title="Member" onClose={onClose}>
      <div className="flex min-h-12 items-center gap-3">
        <UserLine user={user}>{role !== 'member' && <span className="text-xs text-muted">{role}</span>}</UserLine>
      </div>
      <div className="mt-3 grid gap-2">
        <Button onClick={onProfile}>Profile</Button>
        {own === 'owner' &&
          ROLES.filter((other) => other.role !== role).map((other) => (
            <Button key={other.role} onClick={() => setRole.mutate({ ...target, role: other.role })}>
              {other.words}
            </Button>
          ))}
        {mayRemove(own, role) && (
          <Button look="wary" onClick={() => setRemoving(true)}>
            {conversation.kind === 'room' ? 'Remove from room' : 'Remove from group'}
          </Button>
        )}
      </div>
      <FormError message={failed?.isError ? messageOf(failed.error) : undefined} />
    </Dialog>
  );
}

const ROLES: readonly { readonly role: Role; readonly words: string }[] = [
  { role: 'owner', words: 'Make owner' },
  { role: 'admin', words: 'Make admin' },
  { role: 'member', words: 'Make member' },
];

function mayRemove(own: Role, theirs: Role): boolean {
  return own === 'owner' || (own === 'admin' && theirs === 'member');
}
