import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMessageOf } from '~/components/app/error-words';
import { Requests } from '~/components/app/requests';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';
import { Done } from './done';

export default function SignOutEverywhereDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('account');
  return (
    <Dialog title={t('everywhereTitle')} onClose={onClose}>
      <Requests>
        <Question onClose={onClose} />
      </Requests>
    </Dialog>
  );
}

function Question({ onClose }: { readonly onClose: () => void }) {
  const common = useTranslations('common');
  const t = useTranslations('account');
  const messageOf = useMessageOf();
  const [done, setDone] = useState(false);
  const end = trpc.account.signOutEverywhere.useMutation({ onSuccess: () => setDone(true) });
  if (done) return <Done onClose={onClose}>{t('everywhereDone')}</Done>;
  return (
    <>
      <p className="text-muted">{t('everywhereWarning')}</p>
      <FormError message={end.isError ? messageOf(end.error) : undefined} />
      <div className="mt-5 flex justify-end gap-2">
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button look="danger" busy={end.isPending} onClick={() => end.mutate()}>
          {t('signOutEverywhere')}
        </Button>
      </div>
    </>
  );
}
