import { classNames } from '~/components/ui/class-names';
import type { SyncState } from '~/sync/state';
import { useSync } from './engine-context';

/** Green while live, hollow where no socket gets through; the tooltip says so, or how quick the connection is. */
export function LiveDot() {
  const connection = useSync((state) => state.connection);
  const words = wordsFor(connection);
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

function wordsFor({ phase, via, latencyMs }: SyncState['connection']): string {
  switch (phase) {
    case 'live':
      if (via === 'events') return 'Connected, in a slower way: this network blocks the usual one';
      return latencyMs === null ? 'Connected' : `Connected, ${Math.round(latencyMs)} ms`;
    case 'connecting':
      return 'Connecting';
    case 'reconnecting':
      return 'Reconnecting';
    case 'offline':
      return 'Offline';
    case 'signedOut':
      return 'Signed out';
  }
}
