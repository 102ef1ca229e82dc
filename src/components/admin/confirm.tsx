import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMessageOf } from '~/components/app/error-words';
import { Button } from '~/components/ui/button';
import { FormError } from '~/components/ui/form-error';
import { TextField } from '~/components/ui/text-field';

interface ConfirmProps {
  /** What will happen. */
  readonly children: ReactNode;
  /** On the button. */
  readonly action: string;
  readonly dangerous?: boolean;
  readonly onConfirm: (reason: string | undefined) => Promise<unknown>;
  readonly onCancel: () => void;
}

/** Says what will happen before it does, and asks why. */
export function Confirm({ children, action, dangerous = false, onConfirm, onCancel }: ConfirmProps) {
  const common = useTranslations('common');
  const t = useTranslations('admin');
  const messageOf = useMessageOf();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<unknown>();

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const reason = String(new FormData(event.currentTarget).get('reason') ?? '').trim();
    setBusy(true);
    setRefused(undefined);
    try {
      await onConfirm(reason || undefined);
    } catch (error) {
      setRefused(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4">
      <div className="text-sm">{children}</div>
      <TextField
        label={t('reason')}
        name="reason"
        hint={t('reasonHint')}
        maxLength={500}
        autoComplete="off"
        autoFocus
      />
      <FormError message={refused === undefined ? undefined : messageOf(refused)} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{common('cancel')}</Button>
        <Button type="submit" look={dangerous ? 'danger' : 'primary'} busy={busy}>
          {action}
        </Button>
      </div>
    </form>
  );
}
