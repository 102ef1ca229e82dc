import { EMOJI_MAX } from '~/contract/limits';

/** More than this many are a text like any other. */
const LARGE_MAX = 3;

/** Looked for first: what most texts fail costs nothing, and the whole pattern takes long to compile. */
const BEGINS_LIKE_ONE = /^\p{Emoji}/u;

let pattern: RegExp | null | undefined;

/** Whether a message is one to three emojis and nothing else, which are shown large. */
export function isEmojiOnly(text: string): boolean {
  const trimmed = text.trim();
  if (!BEGINS_LIKE_ONE.test(trimmed) || trimmed.length > LARGE_MAX * EMOJI_MAX) return false;
  if (pattern === undefined) pattern = makePattern();
  return pattern?.test(trimmed) ?? false;
}

/** Built from a string: browsers that do not know the `v` flag show emojis in the size of text. */
function makePattern(): RegExp | null {
  try {
    return new RegExp(`^(?:\\p{RGI_Emoji}\\uFE0F?\\s*){1,${LARGE_MAX}}$`, 'v');
  } catch {
    return null;
  }
}
