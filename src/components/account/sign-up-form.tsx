import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { type FieldErrors, NO_ERRORS, problemsIn, useProblemIn, valuesOf } from '~/components/app/check-input';
import { fieldErrorsOf, useMessageOf } from '~/components/app/error-words';
import { trpc } from '~/components/app/trpc';
import { FormError } from '~/components/ui/form-error';
import { TextField } from '~/components/ui/text-field';
import { problemOf } from '~/contract/problems';
import { AccountForm } from './account-form';
import { openSession } from './open-session';
import { PasswordField } from './password-field';
import { signInPath } from './return-path';

export function SignUpForm({ returnTo }: { readonly returnTo: string }) {
  const problem = useProblemIn();
  const t = useTranslations('signIn');
  const messageOf = useMessageOf();
  const [errors, setErrors] = useState(NO_ERRORS);
  const [refused, setRefused] = useState<unknown>();
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
      if (!show(form, taken(error) ?? fieldErrorsOf(error))) setRefused(error);
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
    <AccountForm action={t('create')} busy={register.isPending || leaving} onSubmit={submit}>
      <TextField
        label={t('name')}
        name="name"
        autoComplete="name"
        autoFocus
        hint={t('nameHint')}
        error={problem(errors.name)}
      />
      <TextField
        label={t('username')}
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        hint={t('usernameHint')}
        error={problem(errors.username)}
      />
      <TextField label={t('email')} name="email" type="email" autoComplete="email" error={problem(errors.email)} />
      <PasswordField
        label={t('password')}
        autoComplete="new-password"
        hint={t('passwordHint')}
        error={problem(errors.password)}
      />
      <FormError message={refused === undefined ? problem(errors['']) : messageOf(refused)} />
    </AccountForm>
  );
}

/** The server says what is taken; it belongs under that field. */
function taken(error: unknown): FieldErrors | null {
  const words = error instanceof Error ? error.message : '';
  switch (problemOf(words)) {
    case 'usernameTaken':
      return { username: words };
    case 'emailTaken':
      return { email: words };
    default:
      return null;
  }
}
