import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { NO_ERRORS, useProblemIn, valuesOf } from '~/components/app/check-input';
import { fieldErrorsOf, useMessageOf } from '~/components/app/error-words';
import { Requests } from '~/components/app/requests';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { Dialog } from '~/components/ui/dialog';
import { FormError } from '~/components/ui/form-error';
import { Done } from './done';
import { PasswordField } from './password-field';

/** A new password; every other device is signed out. */
export default function PasswordDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('account');
  return (
    <Dialog title={t('changePassword')} onClose={onClose}>
      <Requests>
        <Form onClose={onClose} />
      </Requests>
    </Dialog>
  );
}

function Form({ onClose }: { readonly onClose: () => void }) {
  const problem = useProblemIn();
  const common = useTranslations('common');
  const t = useTranslations('account');
  const messageOf = useMessageOf();
  const [done, setDone] = useState(false);
  const change = trpc.account.changePassword.useMutation({ onSuccess: () => setDone(true) });

  if (done) {
    return <Done onClose={onClose}>{t('passwordChanged')}</Done>;
  }
  const fields = change.isError ? fieldErrorsOf(change.error) : NO_ERRORS;
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const { current = '', next = '' } = valuesOf(event.currentTarget);
        change.mutate({ current, next });
      }}
    >
      <p className="text-sm text-muted">{t('passwordWarning')}</p>
      <PasswordField label={t('presentPassword')} name="current" autoComplete="current-password" />
      <PasswordField label={t('newPassword')} name="next" autoComplete="new-password" error={problem(fields.next)} />
      <FormError message={change.isError && !fields.next ? messageOf(change.error) : undefined} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>{common('cancel')}</Button>
        <Button look="primary" type="submit" busy={change.isPending}>
          {t('changePassword')}
        </Button>
      </div>
    </form>
  );
}
