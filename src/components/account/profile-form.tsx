import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { useMessageOf } from '~/components/app/error-words';
import { Requests } from '~/components/app/requests';
import { trpc } from '~/components/app/trpc';
import { AvatarChooser } from '~/components/media/avatar-chooser';
import { useAvatarChoice } from '~/components/media/use-avatar-choice';
import { useAvatarUpload } from '~/components/media/use-avatar-upload';
import { Avatar } from '~/components/ui/avatar';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';
import { TextField } from '~/components/ui/text-field';
import { NAME_MAX } from '~/contract/limits';

/** What others see of oneself. */
export default function ProfileForm({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('account');
  return (
    <Dialog title={t('yourProfile')} onClose={onClose}>
      <Requests>
        <Form onClose={onClose} />
      </Requests>
    </Dialog>
  );
}

function Form({ onClose }: { readonly onClose: () => void }) {
  const common = useTranslations('common');
  const t = useTranslations('account');
  const messageOf = useMessageOf();
  const me = useSync((state) => state.me);
  const [name, setName] = useState(me.name);
  const choice = useAvatarChoice();
  const upload = useAvatarUpload();
  const { mutateAsync: update } = trpc.account.update.useMutation();
  const save = useMutation({
    async mutationFn() {
      const avatarUploadId = await upload(choice.change);
      return update({ name, ...(avatarUploadId !== undefined && { avatarUploadId }) });
    },
    // The page is made for the name and the picture it was opened with.
    onSuccess: () => window.location.reload(),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() === me.name && choice.change.kind === 'keep') onClose();
    else save.mutate();
  }

  return (
    <form onSubmit={submit} className="grid gap-4">
      <AvatarChooser choice={choice} currentUrl={me.avatarUrl}>
        {(url) => (
          <span className="grid justify-items-center gap-1">
            <Avatar id={me.id} name={name} url={url} size="large" />
            <span className="text-muted" dir="ltr">
              @{me.username}
            </span>
          </span>
        )}
      </AvatarChooser>
      <TextField
        label={t('name')}
        required
        maxLength={NAME_MAX}
        autoComplete="name"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <FormError message={save.isError ? messageOf(save.error) : undefined} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button look="primary" type="submit" busy={save.isPending} disabled={name.trim() === ''}>
          {common('save')}
        </Button>
      </div>
    </form>
  );
}
