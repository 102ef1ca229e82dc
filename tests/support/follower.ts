import type { Entry } from '~/contract/entry';
import { assertNever, type Event } from '~/contract/events';
import type { Id } from '~/contract/primitives';
import { liveApiOf, type Person } from './people';
import { createWaiting } from './waiting';

export interface Follower extends AsyncDisposable {
  /** What it has of the conversation: 1, 2, 3 … without holes. */
  readonly entries: readonly Entry[];
  /** Entries the feed sent though they, or later ones, had come on the same connection before. */
  readonly repeated: readonly Entry[];
  /** Resolves when it has that many. */
  has(count: number): Promise<void>;
}

/**
 * The smallest client that keeps a conversation whole: it applies by number, pulls what it lacks, and comes back by
 * itself whenever its socket is gone.
 */
export async function follow({ token }: Pick<Person, 'token'>, url: string, conversationId: Id): Promise<Follower> {
  const entries: Entry[] = [];
  const repeated: Entry[] = [];
  const waiting = createWaiting();
  let lastOfConnection = 0;
  let pulling = false;
  let wanted = 0;
  let connections = 0;
  const { api, close } = liveApiOf(url, token);

  function apply(entry: Entry): void {
    if (entry.seq !== entries.length + 1) return;
    entries.push(entry);
    waiting.look();
  }

  async function pull(upTo: number): Promise<void> {
    wanted = Math.max(wanted, upTo);
    if (pulling) return;
    pulling = true;
    while (entries.length < wanted) {
      const asked = connections;
      try {
        const page = await api.sync.since.query({ conversationId, seq: entries.length });
        for (const entry of page.entries) apply(entry);
      } catch {
        // Cut off: the heads of the next connection start it again, if they have not come already.
        if (connections === asked) break;
      }
    }
    pulling = false;
  }

  function take(event: Event): void {
    switch (event.type) {
      case 'heads': {
        connections += 1;
        const head = event.heads.find((candidate) => candidate.conversationId === conversationId)?.seq ?? 0;
        lastOfConnection = head;
        void pull(head);
        return;
      }
      case 'entry':
        if (event.entry.conversationId !== conversationId) return;
        if (event.entry.seq <= lastOfConnection) repeated.push(event.entry);
        lastOfConnection = event.entry.seq;
        if (event.entry.seq === entries.length + 1) apply(event.entry);
        else void pull(event.entry.seq);
        return;
      case 'reset':
        if (event.conversationId === conversationId) throw new Error('too far behind');
        return;
      case 'conversation':
      case 'left':
      case 'receipt':
      case 'typing':
      case 'presence':
      case 'user':
      case 'notifications':
      case 'leaving':
        return;
      case 'signedOut':
        throw new Error('signed out');
      default:
        assertNever(event);
    }
  }

  let subscription: { unsubscribe(): void } | undefined;
  const started = new Promise<void>((resolve) => {
    subscription = api.feed.live.subscribe(undefined, {
      onData({ data }) {
        for (const event of data) take(event);
        resolve();
      },
      onError() {},
    });
  });
  await started;
  return {
    entries,
    repeated,
    async has(count) {
      await waiting.until(() => entries.length >= count || undefined);
    },
    async [Symbol.asyncDispose]() {
      subscription?.unsubscribe();
      await close();
    },
  };
}
