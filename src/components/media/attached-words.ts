import type { MessageEntry } from '~/contract/entry';
import { type Attached, type AttachedKind, attachedOf } from '~/contract/preview';

const WORDS: Record<AttachedKind, { readonly one: string; readonly many: string }> = {
  image: { one: 'Photo', many: 'photos' },
  video: { one: 'Video', many: 'videos' },
  voice: { one: 'Voice message', many: 'voice messages' },
  audio: { one: 'Audio', many: 'audio files' },
  file: { one: 'File', many: 'files' },
};

/** Like “Photo” or “3 videos”. */
export function attachedWords({ kind, count }: Attached): string {
  const { one, many } = WORDS[kind];
  return count > 1 ? `${count} ${many}` : one;
}

/** A message in words: what was written, else what is attached to it. */
export function wordsOf({ text, attachments }: Pick<MessageEntry, 'text' | 'attachments'>): string {
  const attached = attachedOf(attachments);
  return text.trim() === '' && attached ? attachedWords(attached) : text;
}
