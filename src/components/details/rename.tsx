import { Pencil } from 'lucide';
import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useEngine } from '~/components/app/engine-context';
import { useMessageOf } from '~/components/app/error-words';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';
import { Icon } from '~/components/ui/icon';
import { TextField } from '~/components/ui/text-field';
import type { Conversation } from '~/contract/conversation';
import { NAME_MAX } from '~/contract/limits';

/** For owners and admins of a group or a room. */
export function Rename({ conversation }: { readonly conversation: Conversation }) {
  const t = useTranslations('details');
  const { id, kind } = conversation;
  const [naming, setNaming] = useState(false);
  return (
    <>
      <Button look="quiet" onClick={() => setNaming(true)}>
        <Icon of={Pencil} className="size-4" />
        {t('rename')}
      </Button>
      {naming && (
        <Dialog title={kind === 'room' ? t('renameRoom') : t('renameGroup')} onClose={() => setNaming(false)}>
          <RenameForm conversationId={id} name={conversation.name ?? ''} onDone={() => setNaming(false)} />
        </Dialog>
      )}
    </>
  );
}

interface RenameFormProps {
  readonly conversationId: string;
  readonly name: string;
  readonly onDone: () => void;
}

function RenameForm({ conversationId, name: before, onDone }: RenameFormProps) {
  const common = useTranslations('common');
  const t = useTranslations('details');
  const messageOf = useMessageOf();
  const engine = useEngine();
  const [name, setName] = useState(before);
  const rename = trpc.conversation.update.useMutation({
    onSuccess(answer) {
      engine.adopt(answer);
      onDone();
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() === before) onDone();
    else rename.mutate({ conversationId, name });
  }

  return (
    <form onSubmit={submit} className="grid gap-4">
      <TextField
        label={t('name')}
        autoFocus
        required
        maxLength={NAME_MAX}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <FormError message={rename.isError ? messageOf(rename.error) : undefined} />
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>{common('cancel')}</Button>
        <Button look="primary" type="submit" busy={rename.isPending} disabled={name.trim() === ''}>
          {t('rename')}
        </Button>
      </div>
    </form>
  );
}
