import { useEffect, useState } from 'react';
import { useEngine, useSync } from '~/components/app/engine-context';
import type { MessageEntry } from '~/contract/entry';
import type { Id } from '~/contract/primitives';
import { pendingOf } from '~/sync/selectors';
import { shownEntries } from '~/sync/shown';
import { lastOwn } from './composing';

/**
 * Edits one's last message, as soon as it is there: never the one before it, while the last is on its way. `forget` is for
 * whoever does something else meanwhile.
 */
export function useEditLast(conversationId: Id, onEdit: (target: MessageEntry) => void) {
  const engine = useEngine();
  const [isAwaited, setAwaited] = useState(false);
  const isOnItsWay = useSync((state) =>
    pendingOf(state, conversationId).some(({ act, status }) => act.kind === 'message' && status !== 'failed'),
  );

  function edit() {
    const state = engine.getState();
    const target = lastOwn(shownEntries(state, conversationId), state.me.id);
    if (target) onEdit(target);
  }
  useEffect(() => {
    if (!isAwaited || isOnItsWay) return;
    setAwaited(false);
    edit();
  });
  return { editLast: () => (isOnItsWay ? setAwaited(true) : edit()), forget: () => setAwaited(false) };
}
