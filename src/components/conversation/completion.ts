/** The word being written that can be completed: a name after `@`, or the code of an emoji after `:`. */
export interface Completable {
  readonly kind: 'mention' | 'emoji';
  /** What is written of it, in lower case. */
  readonly query: string;
  /** Where its mark stands. */
  readonly start: number;
}

/** Longer words complete nothing. */
const WORD_MAX = 40;
/** Letters of a code before emojis are offered; a colon and one letter is more often a face. */
const CODE_MIN = 2;

const MENTION = /(?<![\w@])@([\w.-]*)$/;
const CODE = /(?<![\w:]):([a-z0-9_+-]+)$/i;
const CLOSED_CODE = /(?<![\w:]):([a-z0-9_+-]+):$/i;

const tail = (text: string, caret: number) => text.slice(Math.max(0, caret - WORD_MAX), caret);

/** What could be completed where the caret stands; null if nothing. */
export function completableAt(text: string, caret: number): Completable | null {
  const before = tail(text, caret);
  const mention = MENTION.exec(before);
  if (mention) return { kind: 'mention', query: mention[1]!.toLowerCase(), start: caret - mention[0].length };
  const code = CODE.exec(before);
  if (!code || code[1]!.length < CODE_MIN) return null;
  return { kind: 'emoji', query: code[1]!.toLowerCase(), start: caret - code[0].length };
}

/** A code that was closed just before the caret; null if none was. */
export function closedCodeAt(text: string, caret: number): { readonly code: string; readonly start: number } | null {
  const closed = CLOSED_CODE.exec(tail(text, caret));
  return closed && { code: closed[1]!.toLowerCase(), start: caret - closed[0].length };
}
