import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useSignOut, useSync } from '~/components/app/engine-context';
import { forgetPerson } from '~/components/install/known-person';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import type { Say } from '~/i18n/say';

/** Asks first, because what has not been sent goes with the session. */
export default function SignOutDialog({ onClose }: { readonly onClose: () => void }) {
  const common = useTranslations('common');
  const t = useTranslations('account');
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
