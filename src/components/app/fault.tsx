import { useTranslations } from 'use-intl/react';
import { buttonLook } from '~/components/ui/button-look';

/** A whole page that could not be shown. Every page brings it along, so it needs next to nothing. */
export function Fault({ onRetry }: { readonly onRetry: () => void }) {
  const common = useTranslations('common');
  const t = useTranslations('fault');
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-3 p-6 text-center">
      <h1 className="text-xl font-semibold">{t('title')}</h1>
      <p className="text-muted">{t('page')}</p>
      <button type="button" onClick={onRetry} className={buttonLook('primary')}>
        {common('retry')}
      </button>
    </main>
  );
}
