'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { NO_ERRORS, problemsIn, useProblemIn, valuesOf } from '~/components/app/check-input';
import { appCodeOf, useMessageOf } from '~/components/app/error-words';
import { PublicRequests } from '~/components/app/requests';
import { trpc } from '~/components/app/trpc';
import { buttonLook } from '~/components/ui/button-look';
import { FormError } from '~/components/ui/form-error';
import { AccountForm } from './account-form';
import { PasswordField } from './password-field';

/** Where a link from an admin leads. What is secret stands after `#`, so that no server but ours ever gets it. */
export function ResetPasswordScreen() {
  const t = useTranslations('passwordReset');
  return (
    <>
      <h1 className="mb-5 text-xl font-semibold">{t('title')}</h1>
      <PublicRequests>
        <Form />
      </PublicRequests>
    </>
  );
}

function Form() {
  const t = useTranslations('passwordReset');
  const signIn = useTranslations('signIn');
  const problem = useProblemIn();
  const messageOf = useMessageOf();
  const [errors, setErrors] = useState(NO_ERRORS);
  const [refused, setRefused] = useState<string>();
  const reset = trpc.account.resetPassword.useMutation();

  async function submit(form: HTMLFormElement) {
    const input = { token: window.location.hash.slice(1), password: valuesOf(form).password ?? '' };
    const schemas = await import('~/contract/account');
    const { token, ...problems } = problemsIn(schemas.resetPassword, input);
    setErrors(problems);
    setRefused(token ? t('noLink') : undefined);
    if (token || Object.keys(problems).length > 0) return;
    await reset
      .mutateAsync(input)
      .catch((error) => setRefused(appCodeOf(error) === 'FORBIDDEN' ? t('noLink') : messageOf(error)));
  }

  if (reset.isSuccess) {
    return (
      <div className="grid gap-4">
        <p role="status">{t('isSet')}</p>
        <a href="/sign-in" className={buttonLook('primary')}>
          {t('signIn')}
        </a>
      </div>
    );
  }
  return (
    <AccountForm action={t('set')} busy={reset.isPending} onSubmit={submit}>
      <p className="text-sm text-muted">{t('explains')}</p>
      <PasswordField
        label={signIn('password')}
        autoComplete="new-password"
        hint={signIn('passwordHint')}
        error={problem(errors.password)}
      />
      <FormError message={refused} />
    </AccountForm>
  );
}
