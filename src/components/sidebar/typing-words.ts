import type { Conversation } from '~/contract/conversation';
import { nameOf } from '~/sync/selectors';
import type { SyncState } from '~/sync/state';

/** Who is writing, as short as a list needs; empty when nobody is. */
export function typingWords(state: SyncState, { id, kind }: Conversation): string {
  const [first, ...others] = state.typing.get(id) ?? [];
  if (first === undefined) return '';
  if (others.length > 0) return 'Several people are typing…';
  return kind === 'direct' ? 'typing…' : `${nameOf(state, first, 'Somebody')} is typing…`;
}
