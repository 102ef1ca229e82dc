import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { TextField } from '~/components/ui/text-field';

interface PasswordFieldProps {
  readonly label: string;
  /** Of the field in its form; `password` by default. */
  readonly name?: string;
  readonly autoComplete: 'current-password' | 'new-password';
  readonly hint?: string;
  readonly error?: string | undefined;
}

export function PasswordField({ name = 'password', ...props }: PasswordFieldProps) {
  const t = useTranslations('signIn');
  const [shown, setShown] = useState(false);
  return (
    <div className="relative">
      <TextField {...props} name={name} type={shown ? 'text' : 'password'} />
      <button
        type="button"
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute end-0 -top-2 h-9 rounded-md text-sm font-medium text-accent-text hover:underline"
      >
        {shown ? t('hide') : t('show')}
      </button>
    </div>
  );
}
