import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { valuesOf } from '~/components/app/check-input';
import { FormError } from '~/components/ui/form-error';
import { TextField } from '~/components/ui/text-field';
import { AccountForm } from './account-form';
import { type NoSession, openSession, useNoSessionWords } from './open-session';
import { PasswordField } from './password-field';

export function SignInForm({ returnTo }: { readonly returnTo: string }) {
  const words = useNoSessionWords();
  const t = useTranslations('signIn');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<NoSession | 'incomplete'>();

  async function submit(form: HTMLFormElement) {
    const { login = '', password = '' } = valuesOf(form);
    if (login.trim() === '' || password === '') return setRefused('incomplete');
    setBusy(true);
    setRefused(undefined);
    const outcome = await openSession({ login, password });
    if (outcome.ok) return window.location.assign(returnTo);
    setBusy(false);
    setRefused(outcome.why);
  }

  return (
    <AccountForm action={t('signIn')} busy={busy} onSubmit={submit}>
      <TextField label={t('login')} name="login" autoComplete="username" autoCapitalize="none" autoFocus />
      <PasswordField label={t('password')} autoComplete="current-password" />
      <FormError message={refused === 'incomplete' ? t('enterBoth') : refused && words(refused)} />
    </AccountForm>
  );
}
