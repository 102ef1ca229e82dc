import type { MessageEntry } from '~/contract/entry';
import { type Attached, attachedOf } from '~/contract/preview';
import type { Say } from '~/i18n/say';

/** Like “Photo” or “3 videos”. */
export function attachedWords(t: Say<'attached'>, { kind, count }: Attached): string {
  return t(kind, { count });
}

/** A message in words: what was written, else what is attached to it. */
export function wordsOf(t: Say<'attached'>, { text, attachments }: Pick<MessageEntry, 'text' | 'attachments'>): string {
  const attached = attachedOf(attachments);
  return text.trim() === '' && attached ? attachedWords(t, attached) : text;
}
