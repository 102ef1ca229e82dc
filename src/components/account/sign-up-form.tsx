'use client';

import { useState } from 'react';
import { type FieldErrors, inSentences, NO_ERRORS, problemsIn, valuesOf } from '~/components/app/check-input';
import { appCodeOf, fieldErrorsOf, messageOf } from '~/components/app/error-words';
import { trpc } from '~/components/app/trpc';
import { FormError } from '~/components/ui/form-error';
import { TextField } from '~/components/ui/text-field';
import { AccountForm } from './account-form';
import { openSession } from './open-session';
import { PasswordField } from './password-field';
import { signInPath } from './return-path';

export function SignUpForm({ returnTo }: { readonly returnTo: string }) {
  const [errors, setErrors] = useState(NO_ERRORS);
  const [refused, setRefused] = useState<string>();
  const [leaving, setLeaving] = useState(false);
  const register = trpc.account.register.useMutation();

  async function submit(form: HTMLFormElement) {
    const { username = '', email = '', name = '', password = '' } = valuesOf(form);
    const account = { username, email, name, password };
    const schemas = await import('~/contract/account');
    setRefused(undefined);
    if (show(form, problemsIn(schemas.register, account))) return;
    try {
      await register.mutateAsync(account);
    } catch (error) {
      if (!show(form, taken(error) ?? inSentences(fieldErrorsOf(error)))) setRefused(messageOf(error));
      return;
    }
    setLeaving(true);
    const session = await openSession({ login: username.trim(), password });
    // The account exists either way; without a session the sign-in page is the place to go on.
    window.location.assign(session.ok ? returnTo : signInPath(returnTo));
  }

  function show(form: HTMLFormElement, problems: FieldErrors): boolean {
    setErrors(problems);
    const fields = [...form.elements].filter((element) => element instanceof HTMLInputElement);
    fields.find((field) => problems[field.name])?.focus();
    return Object.keys(problems).length > 0;
  }

  return (
    <AccountForm action="Create account" busy={register.isPending || leaving} onSubmit={submit}>
      <TextField label="Name" name="name" autoComplete="name" autoFocus hint="What others see." error={errors.name} />
      <TextField
        label="Username"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        hint="Letters, digits, dots, dashes and underscores."
        error={errors.username}
      />
      <TextField label="E-mail" name="email" type="email" autoComplete="email" error={errors.email} />
      <PasswordField
        label="Password"
        autoComplete="new-password"
        hint="At least 8 characters."
        error={errors.password}
      />
      <FormError message={refused ?? errors['']} />
    </AccountForm>
  );
}

/** The server names in words what is taken; it belongs under that field. */
function taken(error: unknown): FieldErrors | null {
  if (appCodeOf(error) !== 'CONFLICT') return null;
  const words = messageOf(error);
  return /e-?mail/i.test(words) ? { email: words } : { username: words };
}
