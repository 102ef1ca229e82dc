import { useTranslations } from 'use-intl/react';
import { useNow } from '~/components/app/use-now';
import type { Instant } from '~/contract/primitives';

const SECOND_MS = 1_000;

/** When what was too much at once goes on by itself. */
export function RetryCountdown({ at }: { readonly at: Instant }) {
  const t = useTranslations('message');
  const seconds = Math.ceil((Date.parse(at) - useNow(SECOND_MS)) / SECOND_MS);
  if (seconds <= 0) return null;
  return <p className="px-1 pt-0.5 text-end text-xs text-muted">{t('sendingAgain', { seconds })}</p>;
}
