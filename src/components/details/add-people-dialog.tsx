import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMessageOf } from '~/components/app/error-words';
import { trpc } from '~/components/app/trpc';
import { ChosenPeople } from '~/components/people/chosen-people';
import { PeoplePicker } from '~/components/people/people-picker';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';
import type { Id } from '~/contract/primitives';
import type { User } from '~/contract/user';

interface AddPeopleDialogProps {
  readonly conversationId: Id;
  readonly memberIds: readonly Id[];
  readonly onClose: () => void;
}

export function AddPeopleDialog({ conversationId, memberIds, onClose }: AddPeopleDialogProps) {
  const common = useTranslations('common');
  const t = useTranslations('details');
  const messageOf = useMessageOf();
  const [people, setPeople] = useState<readonly User[]>([]);
  const detail = trpc.useUtils().conversation.get;
  const add = trpc.conversation.addMembers.useMutation({
    onSuccess(answer) {
      detail.setData({ conversationId }, answer);
      onClose();
    },
  });
  return (
    <Dialog title={t('addPeople')} onClose={onClose}>
      <div className="grid min-h-56 content-start gap-3">
        <ChosenPeople people={people} onRemove={(userId) => setPeople(people.filter((user) => user.id !== userId))} />
        <PeoplePicker
          autoFocus
          except={new Set([...memberIds, ...people.map((user) => user.id)])}
          onPick={(user) => setPeople([...people, user])}
        />
        <FormError message={add.isError ? messageOf(add.error) : undefined} />
      </div>
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button
          look="primary"
          busy={add.isPending}
          disabled={people.length === 0}
          onClick={() => add.mutate({ conversationId, userIds: people.map((user) => user.id) })}
        >
          {t('add', { count: Math.max(1, people.length) })}
        </Button>
      </div>
    </Dialog>
  );
}
