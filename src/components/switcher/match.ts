/** Letters that Unicode does not take for others with a mark. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ى: 'ي',
  ة: 'ه',
  ـ: '',
};
const NOT_PLAIN = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'g');

/** A text without what people leave out when they look for it: case, marks, widths. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(NOT_PLAIN, (letter) => PLAIN[letter] ?? letter);
}

const SCORES = { start: 100, word: 80, within: 60, initials: 50, letters: 30 } as const;

/**
 * How well a folded text answers a folded query; null if it does not. Every word of the query has to be in the text: at its
 * start, at that of a word, within one, as initials, or letter by letter with little between. Writing without spaces,
 * as Chinese, is found anywhere.
 */
export function matchScore(text: string, query: string): number | null {
  const words = query.split(/\s+/).filter(Boolean);
  let sum = 0;
  for (const word of words) {
    const score = wordScore(text, word);
    if (score === null) return null;
    sum += score;
  }
  // Of two that match alike, the one that holds less else.
  return words.length === 0 ? 0 : sum / words.length - Math.min(text.length, 100) / 100;
}

function wordScore(text: string, word: string): number | null {
  if (text.startsWith(word)) return SCORES.start;
  const at = text.indexOf(word);
  if (at !== -1) return startsWord(text, at) || hasWordAt(text, word) ? SCORES.word : SCORES.within;
  const initials = [...text].filter((_, index) => startsWord(text, index)).join('');
  if (word.length > 1 && initials.includes(word)) return SCORES.initials;
  return lettersScore(text, word);
}

const startsWord = (text: string, at: number) =>
  /[\p{L}\p{N}]/u.test(text[at] ?? '') && (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]!));

function hasWordAt(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) if (startsWord(text, at)) return true;
  return false;
}

/** Letter by letter from the start of a word on: at most as many are left out between them as there are. */
function lettersScore(text: string, word: string): number | null {
  if (word.length < 3) return null;
  let best: number | null = null;
  for (let start = text.indexOf(word[0]!); start !== -1; start = text.indexOf(word[0]!, start + 1)) {
    if (!startsWord(text, start)) continue;
    const end = lastOf(text, word, start);
    if (end === null) break;
    const left = end - start + 1 - word.length;
    if (left <= word.length) best = Math.max(best ?? 0, SCORES.letters - left);
  }
  return best;
}

/** Where the last letter of the word is, if its letters follow one another from there on. */
function lastOf(text: string, word: string, start: number): number | null {
  let at = start - 1;
  for (const letter of word) {
    at = text.indexOf(letter, at + 1);
    if (at === -1) return null;
  }
  return at;
}
