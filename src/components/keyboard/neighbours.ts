import type { Conversation } from '~/contract/conversation';
import type { Id } from '~/contract/primitives';

type Listed = Pick<Conversation, 'id' | 'unread' | 'markedUnread'>;

/**
 * The conversation before (`-1`) or after (`1`) the present one; with `unread`, the next that waits to be read. Null
 * where the list ends. From elsewhere, and from a conversation that is not listed, one begins at the list's near end.
 */
export function neighbourOf<C extends Listed>(
  list: readonly C[],
  currentId: Id | null,
  step: 1 | -1,
  { unread = false } = {},
): C | null {
  const at = list.findIndex(({ id }) => id === currentId);
  const start = at === -1 ? (step === 1 ? 0 : list.length - 1) : at + step;
  for (let index = start; index >= 0 && index < list.length; index += step) {
    const one = list[index]!;
    if (!unread || isUnread(one)) return one;
  }
  return null;
}

export const isUnread = ({ unread, markedUnread }: Listed) => unread > 0 || markedUnread;
