import { useMutation } from '@tanstack/react-query';
import { ImagePlus } from 'lucide';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useEngine } from '~/components/app/engine-context';
import { useMessageOf } from '~/components/app/error-words';
import { trpc } from '~/components/app/trpc';
import { AvatarChooser } from '~/components/media/avatar-chooser';
import { useAvatarChoice } from '~/components/media/use-avatar-choice';
import { useAvatarUpload } from '~/components/media/use-avatar-upload';
import { Avatar } from '~/components/ui/avatar';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';
import { Icon } from '~/components/ui/icon';
import type { Conversation } from '~/contract/conversation';

interface ConversationPictureProps {
  readonly conversation: Conversation;
  readonly title: string;
}

/** For owners and admins of a group or a room. */
export function ConversationPicture({ conversation, title }: ConversationPictureProps) {
  const t = useTranslations('details');
  const [choosing, setChoosing] = useState(false);
  const close = () => setChoosing(false);
  return (
    <>
      <Button look="quiet" onClick={() => setChoosing(true)}>
        <Icon of={ImagePlus} className="size-4" />
        {t('picture')}
      </Button>
      {choosing && (
        <Dialog title={conversation.kind === 'room' ? t('roomPicture') : t('groupPicture')} onClose={close}>
          <PictureForm conversation={conversation} title={title} onDone={close} />
        </Dialog>
      )}
    </>
  );
}

interface PictureFormProps extends ConversationPictureProps {
  readonly onDone: () => void;
}

function PictureForm({ conversation: { id, kind, avatarUrl }, title, onDone }: PictureFormProps) {
  const common = useTranslations('common');
  const messageOf = useMessageOf();
  const engine = useEngine();
  const choice = useAvatarChoice();
  const upload = useAvatarUpload();
  const { mutateAsync: update } = trpc.conversation.update.useMutation();
  const save = useMutation({
    async mutationFn() {
      const avatarUploadId = await upload(choice.change);
      return update({ conversationId: id, ...(avatarUploadId !== undefined && { avatarUploadId }) });
    },
    onSuccess(answer) {
      engine.adopt(answer);
      onDone();
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }

  return (
    <form onSubmit={submit} className="grid gap-4">
      <AvatarChooser choice={choice} currentUrl={avatarUrl}>
        {(url) => <Avatar id={id} name={title} url={url} kind={kind === 'room' ? 'room' : 'group'} size="large" />}
      </AvatarChooser>
      <FormError message={save.isError ? messageOf(save.error) : undefined} />
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{common('cancel')}</Button>
        <Button look="primary" type="submit" busy={save.isPending} disabled={choice.change.kind === 'keep'}>
          {common('save')}
        </Button>
      </div>
    </form>
  );
}
