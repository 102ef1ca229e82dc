import type { Clock } from '~/sync/clock';
import { type Channel, type Locks, shareFeed } from '~/sync/shared-feed';
import type { FeedHandlers, Transport } from '~/sync/transport';
import { aDevice, type Device } from './device';
import type { FakeClock } from './fake-clock';
import type { ScriptedServer } from './scripted-server';

export interface BrowserTab extends Device {
  /** Whether it has a line to the server. */
  hasLine(): boolean;
  readonly isFrozen: boolean;
  /** Nothing runs in it until it thaws; then everything at once. */
  freeze(): void;
  thaw(): void;
  close(): void;
  /** It is gone without a word. */
  kill(): void;
}

interface Ear {
  readonly page: Page;
  readonly channel: Channel;
  hear: (message: { readonly data: unknown }) => void;
}

interface Claim {
  readonly signal?: AbortSignal;
  grant(): void;
  lose(): void;
}

/** One person's tabs in one browser: locks and channels as browsers have them, in a test's hands. */
export function aBrowser({ server, clock, userId }: { server: ScriptedServer; clock: FakeClock; userId: string }) {
  const tabs = new Set<BrowserTab>();
  const channels = new Set<Ear>();
  let holder: Claim | null = null;
  let claims: Claim[] = [];

  function grantNext(): void {
    if (holder) return;
    holder = claims.shift() ?? null;
    holder?.grant();
  }

  const release = (claim: Claim) => {
    claims = claims.filter((one) => one !== claim);
    if (holder !== claim) return;
    holder = null;
    grantNext();
  };

  function locksOf(page: Page): Locks {
    return {
      request: (_name, { signal, steal = false }, hold) =>
        new Promise<void>((resolve, reject) => {
          const claim: Claim = {
            signal,
            lose: () => page.run(() => reject(new Error('stolen'))),
            grant: () =>
              page.run(() => {
                // A page that runs again may have lost it in its sleep.
                if (holder !== claim) return;
                void hold().then(() => {
                  release(claim);
                  resolve();
                });
              }),
          };
          page.onDeath(() => release(claim));
          signal?.addEventListener('abort', () => {
            if (holder !== claim) release(claim);
            reject(new Error('aborted'));
          });
          if (!steal) claims.push(claim);
          else {
            const robbed = holder;
            holder = claim;
            robbed?.lose();
            claim.grant();
          }
          queueMicrotask(grantNext);
        }),
    };
  }

  function openChannel(page: Page): Channel {
    const channel: Channel = {
      addEventListener: (_type, listener) => {
        entry.hear = listener;
      },
      postMessage(message) {
        if (page.isDead) return;
        const data = structuredClone(message);
        for (const other of [...channels]) {
          if (other.channel === channel) continue;
          other.page.run(() => queueMicrotask(() => channels.has(other) && other.hear({ data })));
        }
      },
      close: () => void channels.delete(entry),
    };
    const entry: Ear = { page, channel, hear: () => {} };
    channels.add(entry);
    page.onDeath(channel.close);
    return channel;
  }

  return {
    tabs: tabs as ReadonlySet<BrowserTab>,
    async open(): Promise<BrowserTab> {
      const page = createPage();
      const paged: Clock = {
        now: clock.now,
        random: clock.random,
        after: (milliseconds, callback) => clock.after(milliseconds, () => page.run(callback)),
      };
      let lines = 0;
      const wrap = (transport: Transport) =>
        shareFeed({
          transport: {
            ...transport,
            connect(handlers) {
              lines += 1;
              const hangUp = transport.connect(page.guard(handlers));
              page.onDeath(hangUp);
              let isOver = false;
              return () => {
                if (!isOver) lines -= 1;
                isOver = true;
                hangUp();
              };
            },
          },
          locks: locksOf(page),
          openChannel: () => openChannel(page),
          clock: paged,
          userId,
        });
      const device = aDevice({ server, clock: paged, userId, wrap });
      const tab: BrowserTab = {
        ...device,
        hasLine: () => lines > 0,
        get isFrozen() {
          return page.isFrozen;
        },
        freeze: page.freeze,
        thaw: page.thaw,
        close() {
          page.thaw();
          tabs.delete(tab);
          device.engine.stop();
        },
        kill() {
          tabs.delete(tab);
          page.die();
        },
      };
      tabs.add(tab);
      await device.engine.start();
      return tab;
    },
  };
}

type Page = ReturnType<typeof createPage>;

function createPage() {
  let asleep: (() => void)[] | null = null;
  let isDead = false;
  const deaths: (() => void)[] = [];

  const page = {
    get isDead() {
      return isDead;
    },
    get isFrozen() {
      return asleep !== null;
    },
    run(work: () => void): void {
      if (isDead) return;
      if (asleep) asleep.push(work);
      else work();
    },
    freeze(): void {
      asleep ??= [];
    },
    thaw(): void {
      const due = asleep ?? [];
      asleep = null;
      for (const work of due) work();
    },
    onDeath: (work: () => void) => void deaths.push(work),
    die(): void {
      isDead = true;
      for (const work of deaths) work();
    },
    /** What the line tells a page that sleeps, it hears when it wakes. */
    guard: (handlers: FeedHandlers): FeedHandlers => ({
      onConnecting: () => page.run(() => handlers.onConnecting()),
      onConnected: (via) => page.run(() => handlers.onConnected(via)),
      onEvents: (events) => page.run(() => handlers.onEvents(events)),
      onLatency: (milliseconds) => page.run(() => handlers.onLatency(milliseconds)),
      onSignedOut: () => page.run(() => handlers.onSignedOut()),
    }),
  };
  return page;
}
