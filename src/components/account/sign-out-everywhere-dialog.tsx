import { useState } from 'react';
import { messageOf } from '~/components/app/error-words';
import { Requests } from '~/components/app/requests';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';
import { Done } from './done';

export default function SignOutEverywhereDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="Sign out everywhere else?" onClose={onClose}>
      <Requests>
        <Question onClose={onClose} />
      </Requests>
    </Dialog>
  );
}

function Question({ onClose }: { readonly onClose: () => void }) {
  const [done, setDone] = useState(false);
  const end = trpc.account.signOutEverywhere.useMutation({ onSuccess: () => setDone(true) });
  if (done) return <Done onClose={onClose}>Every other device and program was signed out.</Done>;
  return (
    <>
      <p className="text-muted">
        Every other device, and every program with an access token, is signed out at once. You stay signed in here.
      </p>
      <FormError message={end.isError ? messageOf(end.error) : undefined} />
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button look="danger" busy={end.isPending} onClick={() => end.mutate()}>
          Sign out everywhere
        </Button>
      </div>
    </>
  );
}
