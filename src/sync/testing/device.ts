import type { Entry } from '~/contract/entry';
import type { Clock } from '~/sync/clock';
import { createEngine, type Engine } from '~/sync/engine';
import { type FileStorage, memoryFiles } from '~/sync/files';
import { memoryStorage, type Storage } from '~/sync/storage';
import type { Transport } from '~/sync/transport';
import type { ScriptedServer } from './scripted-server';
import { createScriptedTransport, type ScriptedTransport } from './scripted-transport';

/** One person's engine on one device, with the way to the server in a test's hands. */
export interface Device {
  readonly engine: Engine;
  readonly transport: ScriptedTransport;
  readonly storage: Storage;
  readonly files: FileStorage;
  /** What the person reads in a conversation, top to bottom: texts of messages, then of those on their way. */
  texts(conversationId: string): string[];
  entries(conversationId: string): readonly Entry[];
  /** How often something was asked of the server. */
  asked(name: string): number;
}

export interface DeviceOptions {
  readonly server: ScriptedServer;
  readonly clock: Clock;
  readonly userId: string;
  readonly storage?: Storage;
  readonly files?: FileStorage;
  /** Puts something between the engine and the way to the server. */
  readonly wrap?: (transport: Transport) => Transport;
}

let minted = 0;

export function aDevice(options: DeviceOptions): Device {
  const { server, clock, userId, storage = memoryStorage(), files = memoryFiles(), wrap = (one) => one } = options;
  const transport = createScriptedTransport(server, userId, clock);
  const me = { id: userId, username: userId, name: userId.toUpperCase(), avatarUrl: null };
  const mintClientId = () => `client-${String(++minted).padStart(8, '0')}`;
  const engine = createEngine({
    me,
    transport: wrap(transport),
    uploader: transport.uploader,
    storage,
    files,
    clock,
    mintClientId,
  });
  const entries = (conversationId: string) => engine.getState().timelines.get(conversationId)?.entries ?? [];
  return {
    engine,
    transport,
    storage,
    files,
    entries,
    asked: (name) => transport.calls.filter((call) => call.name === name).length,
    texts(conversationId) {
      const said = entries(conversationId).flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []));
      const pending = engine.getState().outbox.filter((item) => item.conversationId === conversationId);
      return [...said, ...pending.flatMap(({ act }) => (act.kind === 'message' ? [act.text] : []))];
    },
  };
}
