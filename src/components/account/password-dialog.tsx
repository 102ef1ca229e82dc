import { useState } from 'react';
import { inSentences, valuesOf } from '~/components/app/check-input';
import { fieldErrorsOf, messageOf } from '~/components/app/error-words';
import { Requests } from '~/components/app/requests';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';
import { Done } from './done';
import { PasswordField } from './password-field';

/** A new password; every other device is signed out. */
export default function PasswordDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Change password" onClose={onClose}>
      <Requests>
        <Form onClose={onClose} />
      </Requests>
    </Dialog>
  );
}

function Form({ onClose }: { readonly onClose: () => void }) {
  const [done, setDone] = useState(false);
  const change = trpc.account.changePassword.useMutation({ onSuccess: () => setDone(true) });

  if (done) {
    return <Done onClose={onClose}>Your password is changed. Every other device and program was signed out.</Done>;
  }
  const fields = inSentences(change.isError ? fieldErrorsOf(change.error) : {});
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const { current = '', next = '' } = valuesOf(event.currentTarget);
        change.mutate({ current, next });
      }}
    >
      <p className="text-sm text-muted">Every other device, and every program with an access token, is signed out.</p>
      <PasswordField label="Present password" name="current" autoComplete="current-password" />
      <PasswordField label="New password" name="next" autoComplete="new-password" error={fields.next} />
      <FormError message={change.isError && !fields.next ? messageOf(change.error) : undefined} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" type="submit" busy={change.isPending}>
          Change password
        </Button>
      </div>
    </form>
  );
}
