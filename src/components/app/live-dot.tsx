import { classNames } from '~/components/ui/class-names';
import type { SyncState } from '~/sync/state';
import { useSync } from './engine-context';

/** Green while live; the tooltip says how quick the connection is. */
export function LiveDot() {
  const connection = useSync((state) => state.connection);
  const words = wordsFor(connection);
  return (
    <span
      role="img"
      aria-label={words}
      title={words}
      className={classNames(
        'size-2.5 shrink-0 rounded-full',
        connection.phase === 'live' ? 'bg-live' : 'border-2 border-muted',
      )}
    />
  );
}

function wordsFor({ phase, latencyMs }: SyncState['connection']): string {
  switch (phase) {
    case 'live':
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
