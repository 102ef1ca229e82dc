import type { Entry } from '~/contract/entry';
import { CHECKED_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { type Clock, jitteredBackoff } from './clock';
import { dispatch } from './dispatch';
import { isBehind, withState } from './model';
import type { SyncState } from './state';
import type { Store } from './store';
import type { Tasks } from './tasks';
import type { Transport } from './transport';

/** Milliseconds without a change before a timeline is compared; up to twice that, so that readers do not ask in step. */
const QUIET_MS = 5_000;
/** Milliseconds between two comparisons of one conversation, half of that at least: a thousand readers ask five times a second. */
const EVERY_MS = 300_000;
/** The longest, after repairs that did not help: each is counted, and loads a page. */
const EVERY_MAX_MS = 6 * 3_600_000;

/** Compares timelines with the server's while nothing happens, and has those loaded anew that differ. */
export interface Checksums {
  /** To be called after each change of the state. */
  onChanged(previous: SyncState, next: SyncState): void;
}

interface Pace {
  changedAt: number;
  notBefore: number;
  /** Differences found in a row. */
  repairs: number;
}

export function createChecksums(store: Store, tasks: Tasks, transport: Transport, clock: Clock): Checksums {
  const paces = new Map<Id, Pace>();
  const proved = new WeakSet<readonly Entry[]>();

  function plan(conversationId: Id, pace: Pace, delay: number): void {
    void tasks.request(`checksum:${conversationId}`, () => compare(conversationId, pace), delay);
  }

  /** A call that fails is nothing: the next change, or the next connection, has it tried again. */
  async function compare(conversationId: Id, pace: Pace): Promise<void> {
    const wait = Math.max(pace.changedAt + QUIET_MS, pace.notBefore) - clock.now();
    if (wait > 0) return plan(conversationId, pace, wait);
    const { connection, timelines } = store.model.state;
    const { entries, upTo } = timelines.get(conversationId) ?? { entries: [], upTo: 0 };
    if (connection.phase !== 'live' || isBehind(store.model, conversationId) || upTo < 1) return;
    const answer = await transport.check(entries.slice(-CHECKED_MAX)).catch(() => null);
    if (answer?.verdict === 'same') {
      proved.add(entries);
      pace.repairs = 0;
    } else if (answer?.verdict === 'differs') {
      pace.repairs += 1;
      store.commit((model, at) => {
        const counted = withState(model, { divergences: model.state.divergences + 1 });
        return dispatch(counted, { type: 'reset', conversationId }, at);
      });
    } else if (answer) {
      store.commit((model) => ({ model, effects: [{ type: 'expect', conversationId, seq: answer.head }] }));
    }
    pace.notBefore = clock.now() + jitteredBackoff(clock, pace.repairs, EVERY_MS, EVERY_MAX_MS);
  }

  return {
    onChanged(previous, next) {
      const isBack = next.connection.phase === 'live' && previous.connection.phase !== 'live';
      if (!isBack && next.timelines === previous.timelines) return;
      for (const [id, { entries }] of next.timelines) {
        if (proved.has(entries) || (!isBack && entries === previous.timelines.get(id)?.entries)) continue;
        const pace = paces.get(id) ?? { changedAt: 0, notBefore: 0, repairs: 0 };
        paces.set(id, pace);
        pace.changedAt = clock.now();
        plan(id, pace, QUIET_MS * (1 + clock.random()));
      }
    },
  };
}
