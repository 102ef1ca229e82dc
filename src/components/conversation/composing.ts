import type { Entry, MessageEntry } from '~/contract/entry';
import type { Id } from '~/contract/primitives';

/** What is being written: something new, an answer to a message, or a message anew. */
export type Composing =
  | { readonly kind: 'new' }
  | { readonly kind: 'reply'; readonly to: MessageEntry }
  | { readonly kind: 'edit'; readonly target: MessageEntry };

export const NEW: Composing = { kind: 'new' };

/** The message that ArrowUp edits: the last of one's own that is there. */
export function lastOwn(entries: readonly Entry[], meId: Id): MessageEntry | null {
  const found = entries.findLast(
    (entry) => entry.kind === 'message' && entry.senderId === meId && entry.deletedAt === null,
  );
  return found?.kind === 'message' ? found : null;
}
