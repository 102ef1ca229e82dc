import { WebSocket } from 'ws';
import { CHECKED_MAX } from '~/contract/limits';
import type { CheckAnswer } from '~/contract/message';
import type { Id } from '~/contract/primitives';
import { type Clock, systemClock } from '~/sync/clock';
import { createEngine, type Engine } from '~/sync/engine';
import { fetchUploader } from '~/sync/fetch-uploader';
import { memoryFiles } from '~/sync/files';
import type { Act as OwnAct } from '~/sync/state';
import { memoryStorage } from '~/sync/storage';
import { mortal } from '~/sync/testing/mortal';
import type { Transport } from '~/sync/transport';
import { createTrpcTransport } from '~/sync/trpc-transport';
import { type Api, apiOf, type Person } from '../tests/support/people';
import type { ActKind, History } from './history';
import { type Line, openLine, type Target } from './line';
import { random } from './random';
import { recordedTransport } from './recorded-transport';

/** One person's engine on one device, behind a line of its own. */
export interface Device {
  readonly id: string;
  readonly person: Person;
  readonly line: Line;
  /** Over the same line, beside the engine. */
  readonly api: Api;
  /** Null while it is switched off. */
  readonly engine: Engine | null;
  /** Switches it on, with what it had stored. */
  start(): Promise<void>;
  /** Gone without goodbye; what it had stored stays. */
  crash(): void;
  /** Like a crash, but without power nobody closes the sockets: its server is never told. */
  losePower(): void;
  /** Whose presence it shows from now on, also after it was switched off and on. */
  showPresence(userIds: readonly Id[]): void;
  /** Both do nothing while it is switched off. */
  send(conversationId: Id, text: string): void;
  act(conversationId: Id, act: Exclude<OwnAct, { kind: 'message' }>): void;
  /** Compares the checksum of what it holds with the server's; null if nobody answers. */
  check(conversationId: Id): Promise<CheckAnswer['verdict'] | null>;
  /** Gives up what the server refused for good. Answers with how many that were. */
  giveUpRefused(): number;
  close(): Promise<void>;
}

export interface DeviceOptions {
  readonly id: string;
  readonly person: Person;
  readonly seed: string;
  readonly history: History;
  /** One of the servers that serve; null for none. */
  readonly target: () => Target | null;
}

export async function createDevice({ id, person, seed, history, target }: DeviceOptions): Promise<Device> {
  const line = await openLine({ target });
  const baseUrl = `http://127.0.0.1:${line.port}`;
  const record = history.device(id, person.me.id);
  const storage = memoryStorage();
  const files = memoryFiles();
  const clock = seededClock(seed, id);
  let minted = 0;
  let shown: readonly Id[] = [];
  let running: { readonly engine: Engine; readonly transport: Transport; readonly die: () => void } | null = null;

  function create() {
    const life = mortal(storage, files);
    const transport = recordedTransport(
      createTrpcTransport({ baseUrl, token: person.token, WebSocket: WebSocket as never, clock }),
      record,
    );
    const engine = createEngine({
      me: person.me,
      transport,
      storage: life.storage,
      files: life.files,
      uploader: fetchUploader({ baseUrl, token: person.token }),
      clock,
      mintClientId: () => `${seed}-${id}-${String(++minted).padStart(6, '0')}`.padStart(21, '0').slice(-64),
    });
    return { engine, transport, die: life.die };
  }

  function die(): void {
    running?.die();
    running?.engine.stop();
    running = null;
  }

  function invoked(clientId: string, conversationId: Id, kind: ActKind): void {
    record.invoked({ clientId, conversationId, kind });
  }

  return {
    id,
    person,
    line,
    api: apiOf(baseUrl, person.token),
    get engine() {
      return running?.engine ?? null;
    },
    async start() {
      if (running) return;
      running = create();
      attend(running.engine);
      running.engine.watchPeople(shown);
      await running.engine.start();
    },
    crash() {
      die();
      line.cut();
    },
    losePower() {
      line.freeze();
      die();
    },
    showPresence(userIds) {
      shown = userIds;
      running?.engine.watchPeople(userIds);
    },
    send(conversationId, text) {
      if (running) invoked(running.engine.send(conversationId, text), conversationId, 'message');
    },
    act(conversationId, act) {
      if (running) invoked(running.engine.act(conversationId, act), conversationId, act.kind);
    },
    async check(conversationId) {
      const entries = running?.engine.getState().timelines.get(conversationId)?.entries ?? [];
      const answer = await running?.transport.check(entries.slice(-CHECKED_MAX)).catch(() => null);
      return answer?.verdict ?? null;
    },
    giveUpRefused() {
      const failed = running?.engine.getState().outbox.filter(({ status }) => status === 'failed') ?? [];
      for (const { clientId } of failed) {
        record.gaveUp(clientId);
        running?.engine.drop(clientId);
      }
      return failed.length;
    },
    async close() {
      running?.engine.stop();
      running = null;
      await line.close();
    },
  };
}

/** Waits as the machine's clock goes; how long, where chance decides, is the seed's. */
function seededClock(seed: string, id: string): Clock {
  const { next } = random(seed, 'clock', id);
  return { ...systemClock, random: next };
}

/** Shows every conversation, with its receipts, as soon as it is known: on one screen, so to say. */
function attend(engine: Engine): void {
  const shown = new Set<Id>();
  engine.subscribe(() => {
    const { conversations, timelines } = engine.getState();
    for (const id of conversations.keys()) {
      if (timelines.has(id) || shown.has(id)) continue;
      shown.add(id);
      engine.watch(id);
      // A refusal is shown in the timeline's status; the next head tries again.
      engine.open(id).catch(() => {});
    }
    for (const id of shown) if (!conversations.has(id)) shown.delete(id);
  });
}
