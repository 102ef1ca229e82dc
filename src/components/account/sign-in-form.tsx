'use client';

import { useState } from 'react';
import { valuesOf } from '~/components/app/check-input';
import { FormError } from '~/components/ui/form-error';
import { TextField } from '~/components/ui/text-field';
import { AccountForm } from './account-form';
import { openSession } from './open-session';
import { PasswordField } from './password-field';

export function SignInForm({ returnTo }: { readonly returnTo: string }) {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string>();

  async function submit(form: HTMLFormElement) {
    const { login = '', password = '' } = valuesOf(form);
    if (login.trim() === '' || password === '') return setRefused('Enter your username or e-mail and your password.');
    setBusy(true);
    setRefused(undefined);
    const outcome = await openSession({ login, password });
    if (outcome.ok) return window.location.assign(returnTo);
    setBusy(false);
    setRefused(outcome.why);
  }

  return (
    <AccountForm action="Sign in" busy={busy} onSubmit={submit}>
      <TextField label="Username or e-mail" name="login" autoComplete="username" autoCapitalize="none" autoFocus />
      <PasswordField label="Password" autoComplete="current-password" />
      <FormError message={refused} />
    </AccountForm>
  );
}
