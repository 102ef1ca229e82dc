import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '~/components/ui/button';
import { CopyButton } from '~/components/ui/copy-button';

/** The only time the secret is seen; the server keeps no copy that could be read. */
export function NewToken({ secret, onDone }: { readonly secret: string; readonly onDone: () => void }) {
  const common = useTranslations('common');
  const t = useTranslations('account');
  const id = useId();
  return (
    <div className="grid gap-4">
      <p>
        <strong>{t('copyNow')}</strong> <span className="text-muted">{t('shownOnce')}</span>
      </p>
      <div className="grid gap-1.5">
        <label htmlFor={id} className="text-sm font-medium">
          {t('token')}
        </label>
        <input
          id={id}
          readOnly
          value={secret}
          onFocus={(event) => event.currentTarget.select()}
          className="min-h-11 w-full rounded-lg border border-edge bg-panel px-3 font-mono text-sm"
        />
      </div>
      <div className="flex justify-end gap-2">
        <CopyButton text={secret} label={t('copy')} />
        <Button look="primary" onClick={onDone}>
          {common('done')}
        </Button>
      </div>
    </div>
  );
}
