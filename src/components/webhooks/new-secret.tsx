import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '~/components/ui/button';
import { CopyButton } from '~/components/ui/copy-button';
import type { NewWebhook } from '~/contract/webhook';

/** The only time the secret is seen; of an incoming webhook with the address it belongs to. */
export function NewSecret({ webhook, secret, onDone }: NewWebhook & { readonly onDone: () => void }) {
  const common = useTranslations('common');
  const t = useTranslations('webhooks');
  const isIncoming = webhook.direction === 'incoming';
  return (
    <div className="grid gap-4">
      <p>
        <strong>{t('copyNow')}</strong> <span className="text-muted">{t('shownOnce')}</span>
      </p>
      {isIncoming && <Shown label={t('address')} copy={t('copyAddress')} text={window.location.origin + webhook.url} />}
      <Shown label={t('secret')} copy={t('copySecret')} text={secret} />
      <div className="flex justify-end">
        <Button look="primary" onClick={onDone}>
          {common('done')}
        </Button>
      </div>
    </div>
  );
}

function Shown({ label, copy, text }: { readonly label: string; readonly copy: string; readonly text: string }) {
  const id = useId();
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        readOnly
        dir="ltr"
        value={text}
        onFocus={(event) => event.currentTarget.select()}
        className="min-h-11 w-full rounded-lg border border-edge bg-panel px-3 font-mono text-sm"
      />
      <div>
        <CopyButton text={text} label={copy} />
      </div>
    </div>
  );
}
