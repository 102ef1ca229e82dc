import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useSignOut, useSync } from '~/components/app/engine-context';
import { forgetPerson } from '~/components/install/known-person';
import { stopPush } from '~/components/push/subscription';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import type { Say } from '~/i18n/say';

/** Milliseconds that signing out waits for this device’s notifications to be turned off. */
const PUSH_PATIENCE_MS = 2_000;

/** Asks first, because what has not been sent goes with the session. */
export default function SignOutDialog({ onClose }: { readonly onClose: () => void }) {
  const common = useTranslations('common');
  const t = useTranslations('account');
  const signOut = useSignOut();
  const me = useSync((state) => state.me.id);
  const unsent = useSync((state) => state.outbox.length);
  const drafts = useSync((state) => state.drafts.size);
  const [busy, setBusy] = useState(false);

  async function leave() {
    setBusy(true);
    forgetPerson();
    // Bounded: nobody is kept signed in by a push service that does not answer, and the session’s end ends it anyway.
    await Promise.race([stopPush(me).catch(() => {}), new Promise((resolve) => setTimeout(resolve, PUSH_PATIENCE_MS))]);
    await signOut();
  }

  return (
    <Dialog title={t('signOutTitle')} onClose={onClose}>
      <p className="text-muted">{consequence(t, unsent, drafts)}</p>
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button look={unsent > 0 ? 'danger' : 'primary'} busy={busy} onClick={() => void leave()}>
          {t('signOut')}
        </Button>
      </div>
    </Dialog>
  );
}

function consequence(t: Say<'account'>, unsent: number, drafts: number): string {
  if (unsent > 0) return t('unsentLost', { count: unsent });
  return drafts > 0 ? t('draftsGo') : t('deviceForgets');
}
