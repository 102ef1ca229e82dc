import { type FormEvent, useState } from 'react';
import { type FieldErrors, inSentences, NO_ERRORS, problemsIn, valuesOf } from '~/components/app/check-input';
import { useSync } from '~/components/app/engine-context';
import { appCodeOf, fieldErrorsOf, messageOf } from '~/components/app/error-words';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { FormError } from '~/components/ui/form-error';
import { TextField } from '~/components/ui/text-field';
import { PasswordField } from './password-field';

interface TokenFormProps {
  readonly onCancel: () => void;
  readonly onMade: (secret: string) => void;
}

export function TokenForm({ onCancel, onMade }: TokenFormProps) {
  const login = useSync((state) => state.me.username);
  const [errors, setErrors] = useState(NO_ERRORS);
  const [refused, setRefused] = useState<string>();
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
      const fields = wrongPassword(error) ?? inSentences(fieldErrorsOf(error));
      setErrors(fields);
      if (Object.keys(fields).length === 0) setRefused(messageOf(error));
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="grid gap-4">
      <TextField
        label="Label"
        name="label"
        placeholder="Weather bot"
        hint="To recognise it later."
        autoComplete="off"
        autoFocus
        error={errors.label}
      />
      <PasswordField
        label="Your password"
        autoComplete="current-password"
        hint="To make sure that it is you."
        error={errors.password}
      />
      <FormError message={refused} />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary" busy={create.isPending}>
          Create token
        </Button>
      </div>
    </form>
  );
}

function wrongPassword(error: unknown): FieldErrors | null {
  return appCodeOf(error) === 'UNAUTHENTICATED' ? { password: 'The password is not right.' } : null;
}
