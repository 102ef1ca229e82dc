import { heldAs } from '~/contract/checksum';
import type { Event } from '~/contract/events';
import type { Clock } from '~/sync/clock';
import { type FeedHandlers, type Transport, TransportError } from '~/sync/transport';
import type { Uploader } from '~/sync/uploads';
import { contentOf } from './files';
import type { ScriptedServer } from './scripted-server';

/** How bad the way to the server is: chances between 0 and 1, and the longest delay each way in milliseconds. */
export interface Weather {
  readonly delay: number;
  /** A request that never arrives, or an answer that never does although the request took effect. */
  readonly lostRequest: number;
  readonly lostAnswer: number;
  /** Refusals that pass. */
  readonly busy: number;
  /** Hints of the feed that are lost, come twice, or change places with the next. Only entries: the rest is no hint. */
  readonly lostHint: number;
  readonly doubledHint: number;
  readonly swappedHint: number;
}

export const CALM: Weather = {
  delay: 0,
  lostRequest: 0,
  lostAnswer: 0,
  busy: 0,
  lostHint: 0,
  doubledHint: 0,
  swappedHint: 0,
};

export const STORM: Weather = {
  delay: 400,
  lostRequest: 0.1,
  lostAnswer: 0.1,
  busy: 0.05,
  lostHint: 0.1,
  doubledHint: 0.1,
  swappedHint: 0.1,
};

/** Calls are lost and slow, sockets break; but while a socket stands, the feed tells all. */
export const DRIZZLE: Weather = { ...STORM, lostHint: 0, doubledHint: 0, swappedHint: 0 };

/** Milliseconds after which a lost call gives up, and before a lost feed comes back. */
const GIVE_UP_MS = 10_000;
const COME_BACK_MS = 1_000;

/** Bytes of one request that brings a part of a file: short files come in several. */
const PART = 4;

export interface ScriptedTransport extends Transport {
  /** Sends a file in parts, going on where the server is. */
  readonly uploader: Uploader;
  /** The most files that were being sent at once. */
  mostAtOnce: number;
  weather: Weather;
  /** Calls by name, as they were made. */
  readonly calls: { readonly name: string; readonly input: unknown }[];
  /** The next call of that name fails so. */
  failNext(name: string, error: TransportError): void;
  /** Calls of that name wait before the server sees them, from now until they are released. */
  hold(name: string): () => void;
  /** Answers to calls of that name wait on their way back. */
  holdAnswers(name: string): () => void;
  /** The socket breaks; it comes back by itself. */
  cut(): void;
  /** The feed is silent and stays open. */
  mute(muted: boolean): void;
  signOut(): void;
  /** Hands something to the engine as if the feed had said it. */
  deliver(events: readonly Event[]): void;
}

export function createScriptedTransport(server: ScriptedServer, userId: string, clock: Clock): ScriptedTransport {
  const calls: { name: string; input: unknown }[] = [];
  const failures = new Map<string, TransportError[]>();
  const held = new Map<string, Promise<void>>();
  let handlers: FeedHandlers | null = null;
  let isOnline = true;
  let isMuted = false;
  let uploading = 0;
  /** Whose presence this socket tells of. */
  let watched: ReadonlySet<string> = new Set();
  let hangUp: (() => void) | null = null;
  let cancelDial: (() => void) | null = null;

  const chance = (probability: number) => probability > 0 && clock.random() < probability;
  const pause = (longest: number) =>
    longest === 0
      ? Promise.resolve()
      : new Promise<void>((resolve) => void clock.after(clock.random() * longest, resolve));

  async function call<T>(name: string, input: unknown, run: () => T | (() => T)): Promise<T> {
    calls.push({ name, input });
    const failure = failures.get(name)?.shift();
    await held.get(name);
    const { weather } = transport;
    await pause(weather.delay);
    if (failure) throw failure;
    if (!isOnline || chance(weather.lostRequest)) return giveUp();
    if (chance(weather.busy)) {
      throw chance(0.5) ? new TransportError('UNAVAILABLE', 'busy') : new TransportError('RATE_LIMITED', 'slower', 2);
    }
    let answer = run();
    if (typeof answer === 'function') {
      await pause(weather.delay);
      answer = (answer as () => T)();
    }
    await held.get(`answer to ${name}`);
    if (chance(weather.lostAnswer)) return giveUp();
    await pause(weather.delay);
    return structuredClone(answer) as T;
  }

  function hold(name: string): () => void {
    let release = () => {};
    const until = new Promise<void>((resolve) => {
      release = resolve;
    });
    held.set(name, until);
    return () => {
      if (held.get(name) === until) held.delete(name);
      release();
    };
  }

  function giveUp(): Promise<never> {
    return new Promise((_, reject) => {
      clock.after(GIVE_UP_MS, () => reject(new TransportError('NETWORK', 'no answer')));
    });
  }

  function dial(): void {
    cancelDial = null;
    if (!handlers || !isOnline || hangUp) return;
    const listener = handlers;
    let isOpen = true;
    let queue: Event[] = [];
    let isSending = false;
    listener.onConnecting();
    const put = (event: Event) => {
      if (!isOpen || isMuted || (event.type === 'presence' && !watched.has(event.userId))) return;
      queue.push(structuredClone(event));
      if (!isSending) void send();
    };
    async function send(): Promise<void> {
      isSending = true;
      while (queue.length > 0 && isOpen) {
        await pause(transport.weather.delay);
        const batch = shaken(queue);
        queue = [];
        if (isOpen && batch.length > 0) listener.onEvents(batch);
      }
      isSending = false;
    }
    const unsubscribe = server.subscribe(userId, put);
    queue.push({ type: 'heads', heads: server.heads(userId) });
    listener.onConnected('socket');
    void send();
    hangUp = () => {
      isOpen = false;
      watched = new Set();
      unsubscribe();
      hangUp = null;
    };
  }

  function shaken(events: readonly Event[]): Event[] {
    const { lostHint, doubledHint, swappedHint } = transport.weather;
    const result: Event[] = [];
    for (const event of events) {
      const previous = result.at(-1);
      if (event.type !== 'entry') result.push(event);
      else if (chance(lostHint)) continue;
      else if (chance(doubledHint)) result.push(event, event);
      else if (previous?.type === 'entry' && chance(swappedHint)) result.splice(-1, 1, event, previous);
      else result.push(event);
    }
    return result;
  }

  function cut(): void {
    if (!hangUp || !handlers) return;
    hangUp();
    handlers.onConnecting();
    cancelDial = clock.after(COME_BACK_MS * (0.5 + clock.random()), dial);
  }

  const transport: ScriptedTransport = {
    weather: CALM,
    mostAtOnce: 0,
    calls,
    failNext(name, error) {
      failures.set(name, [...(failures.get(name) ?? []), error]);
    },
    hold,
    holdAnswers: (name) => hold(`answer to ${name}`),
    cut,
    mute(muted) {
      isMuted = muted;
    },
    signOut() {
      hangUp?.();
      handlers?.onSignedOut();
    },
    deliver: (events) => handlers?.onEvents(structuredClone([...events])),
    connect(given) {
      handlers = given;
      dial();
      return () => {
        handlers = null;
        hangUp?.();
        cancelDial?.();
      };
    },
    setOnline(online) {
      isOnline = online;
      cancelDial?.();
      if (online) dial();
      else hangUp?.();
    },
    list: (cursor) => call('list', cursor, () => server.list(userId, cursor)),
    conversation: (id) => call('conversation', id, () => server.conversation(userId, id)),
    history: (input) => call('history', input, () => server.history(userId, input)),
    since: (input) => call('since', input, () => server.since(userId, input)),
    check(entries) {
      const input = heldAs(entries);
      return call('check', input, () => server.check(userId, input));
    },
    send: (input) => call('send', input, () => server.send(userId, input)),
    edit: (input) => call('edit', input, () => server.editedBy(userId, input)),
    delete: (input) => call('delete', input, () => server.deletedBy(userId, input)),
    react: (input) => call('react', input, () => server.reactedBy(userId, input)),
    messages: (input) => call('messages', input, () => server.single(userId, input)),
    read: (input) => call('read', input, () => server.raised(userId, input, 'read')),
    delivered: (input) => call('delivered', input, () => server.raised(userId, input, 'delivered')),
    receipts: (id) => call('receipts', id, () => server.receipts(userId, id)),
    typing: (conversationId, typing) =>
      call('typing', { conversationId, typing }, () => {
        if (hangUp) server.typing(userId, conversationId, typing);
      }),
    watchPresence: (userIds) =>
      call('watchPresence', userIds, () => {
        if (!hangUp) throw new TransportError('NETWORK', 'there is no socket');
        watched = new Set(userIds);
        return server.presence(userIds);
      }),
    users: (userIds) => call('users', userIds, () => server.users(userIds)),
    createUpload: (input) => call('createUpload', input, () => server.createUpload(userId, input)),
    upload: (uploadId) => call('upload', uploadId, () => server.uploads.get(userId, uploadId)),
    cancelUpload: (uploadId) => call('cancelUpload', uploadId, () => server.uploads.cancel(userId, uploadId)),
    async uploader({ url, file, onProgress, signal }) {
      const uploadId = url.slice('/api/uploads/'.length);
      const ended = new Promise<never>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
      const told = async (answer: Promise<number>) => {
        const offset = await Promise.race([answer, ended]);
        onProgress(offset);
        return offset;
      };
      uploading += 1;
      transport.mostAtOnce = Math.max(transport.mostAtOnce, uploading);
      try {
        let offset = await told(call('offset', uploadId, () => server.uploads.offset(userId, uploadId)));
        while (offset < file.size) {
          const part = { offset, bytes: contentOf(file).slice(offset, offset + PART) };
          offset = await told(call('append', uploadId, () => server.uploads.append(userId, uploadId, part)));
        }
      } finally {
        uploading -= 1;
      }
    },
  };
  return transport;
}
