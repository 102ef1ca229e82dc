import { useTranslations } from 'use-intl/react';
import { classNames } from '~/components/ui/class-names';
import type { Say } from '~/i18n/say';
import type { SyncState } from '~/sync/state';
import { useSync } from './engine-context';

/** Green while live, hollow where no socket gets through; the tooltip says so, or how quick the connection is. */
export function LiveDot() {
  const t = useTranslations('connection');
  const connection = useSync((state) => state.connection);
  const words = wordsFor(t, connection);
  return (
    <span
      role="img"
      aria-label={words}
      title={words}
      className={classNames('size-2.5 shrink-0 rounded-full', lookFor(connection))}
    />
  );
}

function lookFor({ phase, via }: SyncState['connection']): string {
  if (phase !== 'live') return 'border-2 border-muted';
  return via === 'socket' ? 'bg-live' : 'border-2 border-live';
}

function wordsFor(t: Say<'connection'>, { phase, via, latencyMs }: SyncState['connection']): string {
  switch (phase) {
    case 'live':
      if (via === 'events') return t('connectedSlowly');
      return latencyMs === null ? t('connected') : t('connectedIn', { milliseconds: Math.round(latencyMs) });
    case 'connecting':
      return t('nowConnecting');
    case 'reconnecting':
      return t('nowReconnecting');
    case 'offline':
      return t('nowOffline');
    case 'signedOut':
      return t('signedOut');
  }
}
