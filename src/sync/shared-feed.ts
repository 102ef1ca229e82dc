import type { Event } from '~/contract/events';
import { PRESENCE_WATCHED_MAX } from '~/contract/limits';
import type { Presence } from '~/contract/presence';
import type { Id } from '~/contract/primitives';
import type { Clock } from './clock';
import { createHeldHeads } from './held-heads';
import type { Via } from './live-line';
import { type FeedHandlers, type Transport, TransportError } from './transport';

/** Milliseconds between two looks of a tab at whether the one with the line still answers. */
const LOOK_EVERY_MS = 5_000;
/** Milliseconds the answer may take; a tab that is busy for longer is of no use to the others. */
const PATIENCE_MS = 4_000;
/** Milliseconds a tab that takes over may need before people are told that the line is lost. */
const TAKEOVER_MS = 1_500;
/** Milliseconds an answer through another tab may take, like any other over the line. */
const ASK_MS = 10_000;

/** Web Locks, as far as they are needed: exclusive, in the order of asking; who steals gets it at once. */
export interface Locks {
  request(
    name: string,
    options: { signal?: AbortSignal; steal?: boolean },
    hold: () => Promise<void>,
  ): Promise<unknown>;
}

/** A `BroadcastChannel`: what one tab posts, all others hear, in order. */
export interface Channel {
  addEventListener(type: 'message', listener: (message: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
  close(): void;
}

export interface SharedFeedOptions {
  readonly transport: Transport;
  readonly locks: Locks;
  readonly openChannel: (name: string) => Channel;
  readonly clock: Clock;
  readonly userId: Id;
}

/**
 * From the tab that has the line. `epoch` rises with each such tab and `n` with each of its messages: who misses one
 * asks for the heads again, as after any break.
 */
type Told = { readonly epoch: number; readonly n: number } & (
  | { readonly type: 'here' }
  | { readonly type: 'heard'; readonly call: keyof FeedHandlers; readonly given?: unknown }
  | {
      readonly type: 'welcome';
      readonly to: string;
      readonly via: Via;
      readonly isLost: boolean;
      readonly events: readonly Event[];
    }
  | { readonly type: 'watching'; readonly to: string; readonly ask: number; readonly answer: Answer }
);

type Answer = readonly Presence[] | null;

/** From the others. */
type Asked = { readonly from: string } & (
  | { readonly type: 'join' | 'look' | 'expire' }
  | { readonly type: 'watch'; readonly userIds: readonly Id[]; readonly ask: number }
);

/**
 * One line for all tabs of a person in a browser: the tab that holds the lock has it, and tells the others what it
 * hears. They take its place when it closes, dies or no longer answers. Every tab hears each event once; at most one has
 * the line at a time. All other calls go their own way: over the line in the tab that has it, over HTTP in the others.
 */
export function shareFeed(options: SharedFeedOptions): Transport {
  const { transport } = options;
  let tab: Tab | null = null;
  return {
    ...transport,
    connect(handlers) {
      const opened = openTab(options, handlers);
      tab = opened;
      return opened.close;
    },
    setOnline(online) {
      transport.setOnline(online);
      tab?.setOnline(online);
    },
    watchPresence: (userIds) => tab?.watch(userIds) ?? transport.watchPresence(userIds),
    expire: () => tab?.expire(),
  };
}

type Tab = ReturnType<typeof openTab>;

function openTab({ transport, locks, openChannel, clock, userId }: SharedFeedOptions, handlers: FeedHandlers) {
  const name = `confab:line:${userId}`;
  const channel = openChannel(name);
  const me = String(clock.random());
  const heads = createHeldHeads(userId);
  /** Whom each tab watches, by its name; the last to ask comes last. */
  const watched = new Map<string, readonly Id[]>();
  const asked = new Map<number, (answer: Answer) => void>();
  let watching: ReadonlySet<Id> = new Set();
  let epoch = 0;
  let n = 0;
  let asks = 0;
  let via: Via = 'socket';
  let isJoined = false;
  /** Whether this tab's engine takes itself for live; whether all were told that the line is lost; whether it stands. */
  let isLive = false;
  let isLost = true;
  let isOpen = false;
  let isClosed = false;
  let heardAt = 0;
  /** Ends the line of this tab, while it has one. */
  let hangUp: (() => void) | null = null;
  let release = () => {};
  let waiting = new AbortController();
  let cancelLook = () => {};
  let cancelLoss = () => {};

  function post(message: Asked | Told): void {
    if (!isClosed) channel.postMessage(message);
  }

  const ask = (type: 'join' | 'look' | 'expire') => post({ from: me, type });

  function tell(
    message: Told extends infer Each ? (Each extends Told ? Omit<Each, 'epoch' | 'n'> : never) : never,
  ): void {
    n += 1;
    post({ ...message, epoch, n } as Told);
  }

  /** To this tab's engine: of people whom only others watch it hears nothing. */
  function hear(call: keyof FeedHandlers, given?: unknown): void {
    if (call === 'onConnecting') isLive = false;
    if (call === 'onConnected') via = given as Via;
    if (call === 'onSignedOut') close();
    if (call === 'onEvents') {
      isLive = true;
      const events = (given as Event[]).filter((event) => event.type !== 'presence' || watching.has(event.userId));
      if (events.length > 0) handlers.onEvents(events);
    } else (handlers[call] as (given: unknown) => void)(given);
  }

  /** To all. */
  function pass(call: keyof FeedHandlers, given?: unknown): void {
    tell({ type: 'heard', call, given });
    hear(call, given);
  }

  /** This tab has the line from now on. Where all goes well, nobody notices. */
  function begin(): void {
    let isQuiet = isLive;
    const lose = () => {
      isLost = true;
      pass('onConnecting');
    };
    cancelLook();
    forgetAsked();
    epoch = Math.max(clock.now(), epoch + 1);
    n = 0;
    isLost = !isQuiet;
    isOpen = false;
    tell({ type: 'here' });
    hangUp = transport.connect({
      onConnecting() {
        isOpen = false;
        cancelLoss();
        if (!isQuiet) return lose();
        isQuiet = false;
        cancelLoss = clock.after(TAKEOVER_MS, lose);
      },
      onConnected: (given) => pass('onConnected', given),
      onEvents(events) {
        for (const event of events) heads.note(event);
        // All tabs ask anew whom they watch; those that died without a word do not.
        if (events.some(({ type }) => type === 'heads')) watched.clear();
        cancelLoss();
        isQuiet = false;
        isLost = false;
        isOpen = true;
        pass('onEvents', events);
      },
      onLatency: (given) => pass('onLatency', given),
      onSignedOut: () => pass('onSignedOut'),
    });
  }

  function end(): void {
    cancelLoss();
    hangUp?.();
    hangUp = null;
    release();
  }

  /** Another tab has taken the line. */
  function yieldLine(): void {
    end();
    watched.clear();
    queue();
    join();
  }

  /** Waits for its turn, or takes it from a tab that no longer answers. */
  function queue(steal = false): void {
    waiting.abort();
    waiting = new AbortController();
    const mine = waiting;
    const hold = () =>
      new Promise<void>((resolve) => {
        if (isClosed || mine !== waiting) return resolve();
        release = resolve;
        begin();
      });
    locks.request(name, steal ? { steal } : { signal: mine.signal }, hold).catch(() => {
      if (hangUp && mine === waiting) yieldLine();
    });
  }

  function join(): void {
    if (hangUp || isClosed) return;
    isJoined = false;
    forgetAsked();
    ask('join');
    lookFor(PATIENCE_MS);
  }

  /** Steals the line unless its tab has said something by then. */
  function lookFor(milliseconds: number): void {
    const since = clock.now();
    cancelLook();
    cancelLook = clock.after(milliseconds, () => {
      if (heardAt >= since) {
        cancelLook = clock.after(LOOK_EVERY_MS, () => {
          ask(isJoined ? 'look' : 'join');
          lookFor(PATIENCE_MS);
        });
      } else if (clock.now() - since > 2 * milliseconds) {
        // The tab itself slept: what it was told meanwhile may still be to come.
        join();
      } else queue(true);
    });
  }

  function forgetAsked(): void {
    for (const settle of asked.values()) settle(null);
  }

  async function watchFor(tab: string, userIds: readonly Id[]): Promise<readonly Presence[]> {
    watched.delete(tab);
    watched.set(tab, userIds);
    const all = [...new Set([...watched.values()].reverse().flat())].slice(0, PRESENCE_WATCHED_MAX);
    const wanted = new Set(userIds);
    return (await transport.watchPresence(all)).filter((one) => wanted.has(one.userId));
  }

  function watchThrough(userIds: readonly Id[]): Promise<readonly Presence[]> {
    return new Promise((resolve, reject) => {
      const number = ++asks;
      const settle = (answer: Answer) => {
        cancel();
        asked.delete(number);
        answer ? resolve(answer) : reject(new TransportError('NETWORK', 'no answer from the tab with the line'));
      };
      const cancel = clock.after(ASK_MS, () => settle(null));
      asked.set(number, settle);
      post({ from: me, type: 'watch', userIds, ask: number });
    });
  }

  function onAsked(message: Asked): void {
    const { from: to } = message;
    if (message.type === 'look') tell({ type: 'here' });
    else if (message.type === 'expire') transport.expire?.();
    else if (message.type === 'watch') {
      const answer = (answer: Answer) => tell({ type: 'watching', to, ask: message.ask, answer });
      watchFor(to, message.userIds).then(answer, () => answer(null));
    } else tell({ type: 'welcome', to, via, isLost, events: isOpen ? heads.events() : [] });
  }

  function onTold(message: Told): void {
    if (message.epoch < epoch) return;
    // Stolen; the lock says so, too, a little later.
    if (hangUp && message.epoch > epoch) yieldLine();
    if (hangUp) return;
    const isSomebodyNew = message.epoch > epoch;
    const isNext = !isSomebodyNew && message.n === n + 1;
    heardAt = clock.now();
    epoch = message.epoch;
    n = message.n;
    if (message.type === 'welcome' && message.to === me) {
      isJoined = true;
      if (message.isLost) hear('onConnecting');
      hear('onConnected', message.via);
      if (message.events.length > 0) hear('onEvents', message.events);
    } else if (isSomebodyNew || (!isNext && isJoined)) join();
    else if (message.type === 'heard' && isJoined) hear(message.call, message.given);
    else if (message.type === 'watching' && message.to === me) asked.get(message.ask)?.(message.answer);
  }

  function close(): void {
    if (isClosed) return;
    void (hangUp || post({ from: me, type: 'watch', userIds: [], ask: 0 }));
    isClosed = true;
    cancelLook();
    forgetAsked();
    waiting.abort();
    end();
    channel.close();
  }

  channel.addEventListener('message', ({ data }) => {
    if (isClosed) return;
    if ('epoch' in (data as Told)) onTold(data as Told);
    else if (hangUp) onAsked(data as Asked);
  });
  queue();
  join();
  return {
    close,
    setOnline(online: boolean) {
      if (online) join();
      else isOpen = false;
    },
    expire: () => (hangUp ? transport.expire?.() : ask('expire')),
    watch(userIds: readonly Id[]) {
      watching = new Set(userIds);
      return hangUp ? watchFor(me, userIds) : watchThrough(userIds);
    },
  };
}
