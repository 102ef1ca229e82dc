'use client';

import { useTranslations } from 'use-intl/react';
import { buttonLook } from '~/components/ui/button-look';

/** A whole page for an address that leads nowhere. */
export function NothingHere() {
  const t = useTranslations('fault');
  return (
    <main className="grid min-h-dvh place-content-center justify-items-center gap-3 bg-canvas p-6 text-center">
      <p className="text-5xl font-bold text-accent-text">404</p>
      <h1 className="text-xl font-semibold">{t('nothingHere')}</h1>
      <p className="text-muted">{t('mistyped')}</p>
      <a href="/" className={buttonLook('primary')}>
        {t('toConversations')}
      </a>
    </main>
  );
}
