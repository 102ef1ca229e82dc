import { type FormEvent, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { type FieldErrors, NO_ERRORS, problemsIn, useProblemIn, valuesOf } from '~/components/app/check-input';
import { useSync } from '~/components/app/engine-context';
import { appCodeOf, fieldErrorsOf, useMessageOf } from '~/components/app/error-words';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { FormError } from '~/components/ui/form-error';
import { TextField } from '~/components/ui/text-field';
import { PROBLEMS } from '~/contract/problems';
import { PasswordField } from './password-field';

interface TokenFormProps {
  readonly onCancel: () => void;
  readonly onMade: (secret: string) => void;
}

export function TokenForm({ onCancel, onMade }: TokenFormProps) {
  const problem = useProblemIn();
  const common = useTranslations('common');
  const t = useTranslations('account');
  const messageOf = useMessageOf();
  const login = useSync((state) => state.me.username);
  const [errors, setErrors] = useState(NO_ERRORS);
  const [refused, setRefused] = useState<unknown>();
  const list = trpc.useUtils().token.list;
  const create = trpc.token.create.useMutation({ onSuccess: () => list.invalidate() });

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const { label = '', password = '' } = valuesOf(event.currentTarget);
    const input = { login, password, label };
    const schemas = await import('~/contract/account');
    const problems = problemsIn(schemas.createToken, input);
    setErrors(problems);
    setRefused(undefined);
    if (Object.keys(problems).length > 0) return;
    try {
      const { token } = await create.mutateAsync(input);
      onMade(token);
    } catch (error) {
      const fields = wrongPassword(error) ?? fieldErrorsOf(error);
      setErrors(fields);
      if (Object.keys(fields).length === 0) setRefused(error);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="grid gap-4">
      <TextField
        label={t('label')}
        name="label"
        placeholder={t('labelExample')}
        hint={t('labelHint')}
        autoComplete="off"
        autoFocus
        error={problem(errors.label)}
      />
      <PasswordField
        label={t('yourPassword')}
        autoComplete="current-password"
        hint={t('yourPasswordHint')}
        error={problem(errors.password)}
      />
      <FormError message={refused === undefined ? undefined : messageOf(refused)} />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{common('cancel')}</Button>
        <Button type="submit" look="primary" busy={create.isPending}>
          {t('createToken')}
        </Button>
      </div>
    </form>
  );
}

function wrongPassword(error: unknown): FieldErrors | null {
  return appCodeOf(error) === 'UNAUTHENTICATED' ? { password: PROBLEMS.passwordWrong } : null;
}
