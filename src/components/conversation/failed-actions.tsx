import { useTranslations } from 'use-intl/react';
import { useEngine } from '~/components/app/engine-context';
import { canGoOut, whyNotDone, whyNotSent } from '~/components/app/error-words';
import type { OutboxItem } from '~/sync/state';

const ACTION = 'min-h-10 rounded-md px-1.5 font-semibold underline-offset-2 hover:underline';

interface FailedActionsProps {
  readonly item: OutboxItem;
}

/** What the server did not accept, why, and what can be done about it. */
export function FailedActions({ item }: FailedActionsProps) {
  const refusals = useTranslations('refusals');
  const errors = useTranslations('errors');
  const t = useTranslations('message');
  const engine = useEngine();
  const isMessage = item.act.kind === 'message';
  return (
    <div role="alert" className="flex flex-wrap items-center justify-end gap-x-2 text-sm">
      <span className="text-danger-text">
        {isMessage ? whyNotSent({ errors, refusals }, item) : whyNotDone(errors, item)}
      </span>
      <span className="flex gap-1">
        {canGoOut(item) && (
          <button type="button" onClick={() => engine.retry(item.clientId)} className={`${ACTION} text-accent-text`}>
            {t('retry')}
          </button>
        )}
        <button type="button" onClick={() => engine.drop(item.clientId)} className={`${ACTION} text-danger-text`}>
          {isMessage ? t('delete') : t('drop')}
        </button>
      </span>
    </div>
  );
}
