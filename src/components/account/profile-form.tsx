import { type FormEvent, useState } from 'react';
import { useSync } from '~/components/app/engine-context';
import { messageOf } from '~/components/app/error-words';
import { Requests } from '~/components/app/requests';
import { trpc } from '~/components/app/trpc';
import { Avatar } from '~/components/ui/avatar';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';
import { TextField } from '~/components/ui/text-field';
import { NAME_MAX } from '~/contract/limits';

/** What others see of oneself. */
export default function ProfileForm({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Your profile" onClose={onClose}>
      <Requests>
        <Form onClose={onClose} />
      </Requests>
    </Dialog>
  );
}

function Form({ onClose }: { readonly onClose: () => void }) {
  const me = useSync((state) => state.me);
  const [name, setName] = useState(me.name);
  const update = trpc.account.update.useMutation({
    // The page is made for the name it was opened with.
    onSuccess: () => window.location.reload(),
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() === me.name) onClose();
    else update.mutate({ name });
  }

  return (
    <form onSubmit={submit} className="grid gap-4">
      <div className="grid justify-items-center gap-1">
        <Avatar id={me.id} name={name} size="large" />
        <p className="text-muted">@{me.username}</p>
      </div>
      <TextField
        label="Name"
        required
        maxLength={NAME_MAX}
        autoComplete="name"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <FormError message={update.isError ? messageOf(update.error) : undefined} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" type="submit" busy={update.isPending} disabled={name.trim() === ''}>
          Save
        </Button>
      </div>
    </form>
  );
}
