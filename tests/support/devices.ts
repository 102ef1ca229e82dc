import { EventSource } from 'eventsource';
import { WebSocket } from 'ws';
import type { Id } from '~/contract/primitives';
import { type Clock, systemClock } from '~/sync/clock';
import { createEngine, type Engine } from '~/sync/engine';
import { fetchUploader } from '~/sync/fetch-uploader';
import { memoryFiles } from '~/sync/files';
import type { SyncState } from '~/sync/state';
import { memoryStorage } from '~/sync/storage';
import { createTrpcTransport } from '~/sync/trpc-transport';
import { aClientId, type Person } from './people';
import { createWaiting } from './waiting';

/** A person's engine on a device, over real connections. */
export interface LiveDevice extends AsyncDisposable {
  readonly engine: Engine;
  /** Resolves once the state is so. */
  until(holds: (state: SyncState) => boolean): Promise<void>;
  /** The phases and ways of the connection, each time one changed. */
  readonly connections: readonly string[];
  /** Texts of a conversation's messages that have a number, in order. */
  texts(conversationId: Id): readonly string[];
}

/** Time that runs so many times as fast for timers: pauses and patience are short. */
export const quickClock = (times: number): Clock => ({
  ...systemClock,
  after: (milliseconds, callback) => systemClock.after(milliseconds / times, callback),
});

/** Live when it answers. */
export async function aLiveDevice({ me, token }: Person, url: string, clock = systemClock): Promise<LiveDevice> {
  const engine = createEngine({
    me,
    transport: createTrpcTransport({
      baseUrl: url,
      token,
      WebSocket: WebSocket as never,
      EventSource: EventSource as never,
      clock,
    }),
    storage: memoryStorage(),
    files: memoryFiles(),
    uploader: fetchUploader({ baseUrl: url, token }),
    clock,
    mintClientId: aClientId,
  });
  const waiting = createWaiting();
  const connections: string[] = [];
  engine.subscribe(() => {
    const { phase, via } = engine.getState().connection;
    if (connections.at(-1) !== `${phase} ${via}`) connections.push(`${phase} ${via}`);
    waiting.look();
  });
  const until = async (holds: (state: SyncState) => boolean) => {
    await waiting.until(() => holds(engine.getState()) || undefined);
  };
  await engine.start();
  await until(({ connection, listStatus }) => connection.phase === 'live' && listStatus === 'ready');
  return {
    engine,
    until,
    connections,
    texts: (conversationId) =>
      (engine.getState().timelines.get(conversationId)?.entries ?? []).flatMap((entry) =>
        entry.kind === 'message' ? [entry.text] : [],
      ),
    async [Symbol.asyncDispose]() {
      engine.stop();
    },
  };
}
