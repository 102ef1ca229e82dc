import { TYPING_ENDS_MS, TYPING_EVERY_MS } from '~/contract/pace';
import type { Id } from '~/contract/primitives';
import type { Clock } from './clock';
import { withState } from './model';
import { withoutTyping } from './receive';
import type { Store } from './store';
import type { Transport } from './transport';

/** Who writes: told sparingly, and believed for a few seconds only. */
export interface Typing {
  /** The person writes, or has stopped. */
  set(conversationId: Id, typing: boolean): void;
  /** Somebody else was said to write. */
  heard(conversationId: Id, userId: Id): void;
  /** Nothing is heard any more: nobody is taken to write. */
  silence(): void;
  stop(): void;
}

export function createTyping(store: Store, transport: Transport, clock: Clock): Typing {
  const endings = new Map<string, () => void>();
  /** When it was last told that the person writes, and where that was not taken back. */
  const toldAt = new Map<Id, number>();
  const writing = new Set<Id>();
  /** Where the person writes again sooner than it may be told again. */
  const waiting = new Map<Id, () => void>();

  function tell(conversationId: Id, typing: boolean): void {
    // Lost is as good as late: it is not tried again.
    transport.typing(conversationId, typing).catch(() => {});
  }

  function tellWriting(conversationId: Id): void {
    waiting.delete(conversationId);
    toldAt.set(conversationId, clock.now());
    writing.add(conversationId);
    tell(conversationId, true);
  }

  function cancelAll(timers: Map<unknown, () => void>): void {
    for (const cancel of timers.values()) cancel();
    timers.clear();
  }

  function stop(): void {
    cancelAll(endings);
    cancelAll(waiting);
  }

  return {
    set(conversationId, typing) {
      if (store.model.state.connection.phase !== 'live') return;
      if (!typing) {
        waiting.get(conversationId)?.();
        waiting.delete(conversationId);
        if (writing.delete(conversationId)) tell(conversationId, false);
        return;
      }
      const pause = (toldAt.get(conversationId) ?? Number.NEGATIVE_INFINITY) + TYPING_EVERY_MS - clock.now();
      if (pause <= 0) tellWriting(conversationId);
      // Where it still stands that the person writes, the next key tells it again.
      else if (!writing.has(conversationId) && !waiting.has(conversationId)) {
        waiting.set(
          conversationId,
          clock.after(pause, () => tellWriting(conversationId)),
        );
      }
    },
    heard(conversationId, userId) {
      const key = `${conversationId} ${userId}`;
      endings.get(key)?.();
      const cancel = clock.after(TYPING_ENDS_MS, () => {
        endings.delete(key);
        store.commit((model) => withoutTyping(model, conversationId, userId));
      });
      endings.set(key, cancel);
    },
    silence() {
      stop();
      toldAt.clear();
      writing.clear();
      if (store.model.state.typing.size > 0) store.commit((model) => withState(model, { typing: new Map() }));
    },
    stop,
  };
}
