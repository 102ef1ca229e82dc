import { useEffect, useState } from 'react';
import { keepSession, renewSession } from '~/components/account/keep-session';
import { signInPath } from '~/components/account/return-path';
import { indexedDbFiles, type PageFiles } from '~/components/media/indexed-db-files';
import { tusUploader } from '~/components/media/tus-uploader';
import type { Id } from '~/contract/primitives';
import type { User } from '~/contract/user';
import { systemClock } from '~/sync/clock';
import { createEngine, type Engine } from '~/sync/engine';
import { shareFeed } from '~/sync/shared-feed';
import type { Transport } from '~/sync/transport';
import { createTrpcTransport } from '~/sync/trpc-transport';
import type { Running } from './engine-context';
import { indexedDbStorage, type PageStorage } from './indexed-db-storage';
import { mintClientId } from './mint-client-id';

/** One engine for as long as this person is here; null while the server renders and until the browser has taken over. */
export function useEngineFor({ id, username, name, avatarUrl }: User): Running | null {
  const [running, setRunning] = useState<Running | null>(null);
  /** Counts the times the page came back from where the browser keeps pages for its Back button. */
  const [returns, setReturns] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each return needs an engine of its own; a new link to the same picture does not.
  useEffect(() => {
    const storage = indexedDbStorage(id);
    const files = indexedDbFiles(id);
    const engine = createEngine({
      me: { id, username, name, avatarUrl },
      transport: transportFor(id),
      storage,
      files,
      uploader: tusUploader(id),
      clock: systemClock,
      mintClientId,
    });
    const letGo = keepSession(id);
    const unwatch = leaveWhenSignedOut(engine);
    const forget = followPage(engine, storage, () => setReturns((count) => count + 1));
    void engine.start();
    setRunning({ engine, signOut: () => signOut(engine, storage, files) });
    return () => {
      forget();
      letGo();
      unwatch();
      engine.stop();
    };
  }, [id, username, name, returns]);

  return running;
}

/** One line for all tabs of this person; a line for each where the browser has no locks. */
function transportFor(userId: Id): Transport {
  const { locks } = navigator;
  const renew = () => renewSession(userId);
  if (!locks) return createTrpcTransport({ userId, renew });
  const transport = createTrpcTransport({ userId, renew, onExpired: () => shared.expire?.() });
  const shared = shareFeed({
    transport,
    locks,
    openChannel: (name) => new BroadcastChannel(name),
    clock: systemClock,
    userId,
  });
  return shared;
}

/** Tells the engine what happens to the page: its network comes and goes, and it is left, perhaps to come back. */
function followPage(engine: Engine, storage: PageStorage, onReturn: () => void): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  window.addEventListener('online', () => engine.setOnline(true), { signal });
  window.addEventListener('offline', () => engine.setOnline(false), { signal });
  window.addEventListener(
    'pagehide',
    () => {
      storage.leave();
      engine.stop();
    },
    { signal },
  );
  window.addEventListener('pageshow', (event) => event.persisted && onReturn(), { signal });
  if (!navigator.onLine) engine.setOnline(false);
  return () => listening.abort();
}

/** To the sign-in, and from there back to this place. What waits to be sent is stored, and goes out then. */
function leaveWhenSignedOut(engine: Engine): () => void {
  const unsubscribe = engine.subscribe(() => {
    if (engine.getState().connection.phase !== 'signedOut') return;
    unsubscribe();
    const { pathname, search } = window.location;
    window.location.assign(signInPath(pathname + search));
  });
  return unsubscribe;
}

async function signOut(engine: Engine, storage: PageStorage, files: PageFiles): Promise<void> {
  engine.stop();
  await Promise.all([storage.clear(), files.clear()]);
  const auth = await import('next-auth/react');
  await auth.signOut({ redirect: false });
  window.location.assign('/sign-in');
}
