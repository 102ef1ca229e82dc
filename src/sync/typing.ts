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

  function tell(conversationId: Id, typing: boolean): void {
    // Lost is as good as late: it is not tried again.
    transport.typing(conversationId, typing).catch(() => {});
  }

  function forgetEndings(): void {
    for (const cancel of endings.values()) cancel();
    endings.clear();
  }

  return {
    set(conversationId, typing) {
      if (store.model.state.connection.phase !== 'live') return;
      if (!typing) {
        if (writing.delete(conversationId)) tell(conversationId, false);
        return;
      }
      if (clock.now() - (toldAt.get(conversationId) ?? Number.NEGATIVE_INFINITY) < TYPING_EVERY_MS) return;
      toldAt.set(conversationId, clock.now());
      writing.add(conversationId);
      tell(conversationId, true);
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
      forgetEndings();
      toldAt.clear();
      writing.clear();
      if (store.model.state.typing.size > 0) store.commit((model) => withState(model, { typing: new Map() }));
    },
    stop: forgetEndings,
  };
}
