import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMessageOf } from '~/components/app/error-words';
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
  const common = useTranslations('common');
  const t = useTranslations('details');
  const messageOf = useMessageOf();
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
      <Dialog title={t('removeTitle', { name: user.name })} onClose={() => setRemoving(false)}>
        <p className="text-muted">{t('removes')}</p>
        <FormError message={failed?.isError ? messageOf(failed.error) : undefined} />
        <div className="mt-5 flex justify-end gap-2">
          <Button onClick={() => setRemoving(false)}>{common('cancel')}</Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate(target)}>
            {t('remove')}
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={t('member')} onClose={onClose}>
      <div className="flex min-h-12 items-center gap-3">
        <UserLine user={user}>
          {role !== 'member' && <span className="text-xs text-muted">{t('role', { role })}</span>}
        </UserLine>
      </div>
      <div className="mt-3 grid gap-2">
        <Button onClick={onProfile}>{t('profile')}</Button>
        {own === 'owner' &&
          ROLES.filter((other) => other !== role).map((other) => (
            <Button key={other} onClick={() => setRole.mutate({ ...target, role: other })}>
              {t('make', { role: other })}
            </Button>
          ))}
        {mayRemove(own, role) && (
          <Button look="wary" onClick={() => setRemoving(true)}>
            {conversation.kind === 'room' ? t('removeFromRoom') : t('removeFromGroup')}
          </Button>
        )}
      </div>
      <FormError message={failed?.isError ? messageOf(failed.error) : undefined} />
    </Dialog>
  );
}

const ROLES: readonly Role[] = ['owner', 'admin', 'member'];

function mayRemove(own: Role, theirs: Role): boolean {
  return own === 'owner' || (own === 'admin' && theirs === 'member');
}
