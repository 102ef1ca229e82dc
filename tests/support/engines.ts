import { WebSocket } from 'ws';
import { type Clock, systemClock } from '~/sync/clock';
import { createEngine, type Engine } from '~/sync/engine';
import { fetchUploader } from '~/sync/fetch-uploader';
import { memoryFiles } from '~/sync/files';
import type { SyncState } from '~/sync/state';
import { memoryStorage } from '~/sync/storage';
import { createTrpcTransport } from '~/sync/trpc-transport';
import { aClientId, type Person } from './people';
import { createWaiting } from './waiting';

export interface RunningEngine extends Engine, AsyncDisposable {
  /** Resolves with what is found in the state, now or after some change. */
  until<T>(find: (state: SyncState) => T | undefined): Promise<T>;
}

/** A person's engine against a real server, started and live. Its own time passes so many times as fast; the network's does not. */
export async function anEngine({ me, token }: Person, baseUrl: string, haste = 1): Promise<RunningEngine> {
  const engine = createEngine({
    me,
    transport: createTrpcTransport({ baseUrl, token, WebSocket: WebSocket as never }),
    storage: memoryStorage(),
    files: memoryFiles(),
    uploader: fetchUploader({ baseUrl, token }),
    clock: hurried(haste),
    mintClientId: aClientId,
  });
  const waiting = createWaiting();
  engine.subscribe(waiting.look);
  const until = <T>(find: (state: SyncState) => T | undefined) => waiting.until(() => find(engine.getState()));
  await engine.start();
  await until(({ connection }) => connection.phase === 'live' || undefined);
  return {
    ...engine,
    until,
    async [Symbol.asyncDispose]() {
      engine.stop();
    },
  };
}

function hurried(haste: number): Clock {
  const startedAt = Date.now();
  return {
    ...systemClock,
    now: () => startedAt + (Date.now() - startedAt) * haste,
    after: (milliseconds, callback) => systemClock.after(milliseconds / haste, callback),
  };
}
