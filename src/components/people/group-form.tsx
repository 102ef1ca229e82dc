import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { NO_ERRORS, useProblemIn } from '~/components/app/check-input';
import { useSync } from '~/components/app/engine-context';
import { fieldErrorsOf, useMessageOf } from '~/components/app/error-words';
import { mintClientId } from '~/components/app/mint-client-id';
import { trpc } from '~/components/app/trpc';
import { AvatarChooser } from '~/components/media/avatar-chooser';
import { useAvatarChoice } from '~/components/media/use-avatar-choice';
import { useAvatarUpload } from '~/components/media/use-avatar-upload';
import { Avatar } from '~/components/ui/avatar';
import { Button } from '~/components/ui/button';
import { FormError } from '~/components/ui/form-error';
import { TextField } from '~/components/ui/text-field';
import type { Conversation } from '~/contract/conversation';
import { NAME_MAX } from '~/contract/limits';
import type { User } from '~/contract/user';
import { ChosenPeople } from './chosen-people';
import { PeoplePicker } from './people-picker';

interface Plan {
  readonly name: string;
  readonly people: readonly User[];
  /** One for each intention: a retry of the same plan finds the group that its first attempt made. */
  readonly clientId: string;
}

export function GroupForm({ onCreated }: { readonly onCreated: (conversation: Conversation) => void }) {
  const problem = useProblemIn();
  const t = useTranslations('people');
  const messageOf = useMessageOf();
  const meId = useSync((state) => state.me.id);
  const [plan, setPlan] = useState<Plan>(() => ({ name: '', people: [], clientId: mintClientId() }));
  const choice = useAvatarChoice();
  const upload = useAvatarUpload();
  const { mutateAsync: createGroup } = trpc.conversation.createGroup.useMutation();
  const { mutateAsync: update } = trpc.conversation.update.useMutation();
  const create = useMutation({
    // The picture first: who is told that it will not do has not made a group yet.
    async mutationFn({ name, people, clientId }: Plan) {
      const avatarUploadId = await upload(choice.change);
      const group = await createGroup({ name, memberIds: people.map((user) => user.id), clientId });
      return avatarUploadId ? update({ conversationId: group.id, avatarUploadId }) : group;
    },
    onSuccess: onCreated,
  });
  const errors = create.isError ? fieldErrorsOf(create.error) : NO_ERRORS;

  function change(part: Partial<Plan>) {
    create.reset();
    setPlan({ ...plan, ...part, clientId: mintClientId() });
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    create.mutate(plan);
  }

  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <AvatarChooser choice={choice} currentUrl={null}>
        {(url) => <Avatar id={meId} name={plan.name} url={url} kind="group" size="large" />}
      </AvatarChooser>
      <TextField
        label={t('groupName')}
        value={plan.name}
        onChange={(event) => change({ name: event.target.value })}
        maxLength={NAME_MAX}
        autoComplete="off"
        autoFocus
        error={problem(errors.name)}
      />
      <div className="grid gap-2">
        <p className="text-sm font-medium">{t('people')}</p>
        <ChosenPeople
          people={plan.people}
          onRemove={(userId) => change({ people: plan.people.filter((user) => user.id !== userId) })}
        />
        <PeoplePicker
          except={new Set([meId, ...plan.people.map((user) => user.id)])}
          onPick={(user) => change({ people: [...plan.people, user] })}
        />
      </div>
      <FormError message={create.isError && !errors.name ? messageOf(create.error) : undefined} />
      <div className="flex items-center justify-between gap-3">
        <p className="text-sm text-muted">{t('addLater')}</p>
        <Button type="submit" look="primary" busy={create.isPending} disabled={plan.name.trim() === ''}>
          {t('createGroup')}
        </Button>
      </div>
    </form>
  );
}
