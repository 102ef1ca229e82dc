import { useCallback, useSyncExternalStore } from 'react';
import { useEngine } from '~/components/app/engine-context';
import type { Engine } from '~/sync/engine';
import { createLocalUrls, type LocalUrls } from './local-urls';

const urlsOf = new WeakMap<Engine, LocalUrls>();

/**
 * An address for the bytes of a file on this device; null while there is none. It stays valid for as long as it is
 * shown, also when the message has reached the server and the bytes are no longer stored: who shows it can wait with
 * letting it go until the server's picture is there.
 */
export function useLocalUrl(fileId: string | null): string | null {
  const engine = useEngine();
  const urls = urlsOf.get(engine) ?? createLocalUrls((id) => engine.fileOf(id));
  urlsOf.set(engine, urls);
  const subscribe = useCallback(
    (onReady: () => void) => (fileId === null ? () => {} : urls.use(fileId, onReady)),
    [urls, fileId],
  );
  return useSyncExternalStore(
    subscribe,
    () => (fileId === null ? null : urls.get(fileId)),
    () => null,
  );
}
