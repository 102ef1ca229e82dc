/** Characters shown before the first word found: enough to see what it is about. */
const BEFORE = 40;

/** Characters of an excerpt at most; two lines hold no more. */
const LENGTH = 200;

export interface Piece {
  readonly text: string;
  readonly found: boolean;
}

/** The part of a text around the first word found, cut at words, in pieces that say what was looked for. */
export function excerptOf(text: string, query: string): readonly Piece[] {
  const line = text.replace(/\s+/g, ' ').trim();
  const first = matchesIn(line, query)[0];
  const start = first && first.from > BEFORE ? wordAfter(line, first.from - BEFORE) : 0;
  const shown = line.slice(start, start + LENGTH);
  const pieces: Piece[] = start > 0 ? [{ text: '… ', found: false }] : [];
  let at = 0;
  for (const { from, to } of matchesIn(shown, query)) {
    if (from > at) pieces.push({ text: shown.slice(at, from), found: false });
    pieces.push({ text: shown.slice(from, to), found: true });
    at = to;
  }
  if (at < shown.length) pieces.push({ text: shown.slice(at), found: false });
  if (start + LENGTH < line.length) pieces.push({ text: ' …', found: false });
  return pieces;
}

interface Match {
  readonly from: number;
  readonly to: number;
}

/** Where words of the query begin a word of the text; regardless of case, as far as characters stay in their places. */
function matchesIn(text: string, query: string): Match[] {
  const words = wordsOf(query);
  if (words.length === 0) return [];
  const matches: Match[] = [];
  for (const { index, 0: word } of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const lower = word.toLowerCase();
    const sought = words.find((one) => lower.startsWith(one) || (isIdeographic(one) && lower.includes(one)));
    if (sought === undefined) continue;
    const from = index + (lower.startsWith(sought) ? 0 : lower.indexOf(sought));
    matches.push({ from, to: from + sought.length });
  }
  return matches;
}

function wordsOf(query: string): string[] {
  return (query.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).sort((a, b) => b.length - a.length);
}

/** Scripts without spaces between words. */
function isIdeographic(word: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word);
}

function wordAfter(text: string, from: number): number {
  const space = text.indexOf(' ', from);
  return space === -1 ? from : space + 1;
}
