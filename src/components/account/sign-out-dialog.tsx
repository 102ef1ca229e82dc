import { useState } from 'react';
import { useSignOut, useSync } from '~/components/app/engine-context';
import { forgetPerson } from '~/components/install/known-person';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';

/** Asks first, because what has not been sent goes with the session. */
export default function SignOutDialog({ onClose }: { readonly onClose: () => void }) {
  const signOut = useSignOut();
  const unsent = useSync((state) => state.outbox.length);
  const drafts = useSync((state) => state.drafts.size);
  const [busy, setBusy] = useState(false);

  async function leave() {
    setBusy(true);
    forgetPerson();
    await signOut();
  }

  return (
    <Dialog title="Sign out?" onClose={onClose}>
      <p className="text-muted">{consequence(unsent, drafts)}</p>
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button look={unsent > 0 ? 'danger' : 'primary'} busy={busy} onClick={() => void leave()}>
          Sign out
        </Button>
      </div>
    </Dialog>
  );
}

function consequence(unsent: number, drafts: number): string {
  if (unsent > 0) {
    return `${unsent === 1 ? 'One message has' : `${unsent} messages have`} not been sent yet and will be lost.`;
  }
  if (drafts > 0) return 'Your drafts on this device will be removed. Everything you have sent stays.';
  return 'This device forgets your conversations. They are there again when you sign in.';
}
