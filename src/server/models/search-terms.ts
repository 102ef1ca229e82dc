/**
 * What search compares: words in lower case without marks on letters. A message is found by the words it holds and by
 * how they begin; in scripts without spaces between words, by single characters and pairs of neighbours (bigrams, the
 * common way for Chinese, Japanese and Korean, see Unicode Standard Annex #29 on why words cannot be told there).
 */

/** Characters of the shortest beginning that is found; one letter would find nearly everything. */
const PREFIX_MIN = 2;

/** Characters of the longest beginning kept apart from the whole word; further typing narrows little. */
const PREFIX_MAX = 12;

/** Terms of one message: a text of ordinary length has a hundred, and each is an entry in an index. */
const TERMS_MAX = 1_000;

const WORD = /[\p{L}\p{N}]+/gu;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu;
const IS_UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** Everything a message is found by: its files' names and its text; of a very long one, what its beginning is found by. */
export function messageTerms(text: string, files: readonly { readonly filename: string }[] = []): string[] {
  const terms = new Set<string>();
  for (const word of [...files.map(({ filename }) => filename), text].flatMap(wordsOf)) {
    for (const term of IS_UNSPACED.test(word) ? unspacedTerms(word) : beginnings(word)) terms.add(term);
    if (terms.size >= TERMS_MAX) break;
  }
  return [...terms].slice(0, TERMS_MAX);
}

/** What a message must hold to answer the query, the most telling first; none for a query without words. */
export function queryTerms(query: string): string[] {
  const terms = new Set<string>();
  for (const word of wordsOf(query)) {
    if (IS_UNSPACED.test(word)) for (const term of pairs(word)) terms.add(term);
    else terms.add(cut(word));
  }
  return [...terms].sort((a, b) => b.length - a.length);
}

/** Each once, in their order. */
function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC').toLowerCase();
  const runs = new Set(plain.match(WORD));
  return [...new Set([...runs].flatMap((run) => run.match(UNSPACED) ?? []))];
}

/** A word as it is looked for: whole up to the length of the longest beginning. */
function cut(word: string): string {
  return [...word].slice(0, PREFIX_MAX).join('');
}

function beginnings(word: string): string[] {
  const characters = [...word];
  const longest = Math.min(characters.length, PREFIX_MAX);
  const shortest = Math.min(PREFIX_MIN, longest);
  return Array.from({ length: longest - shortest + 1 }, (_, index) => characters.slice(0, shortest + index).join(''));
}

function unspacedTerms(run: string): string[] {
  return [...run, ...pairs(run)];
}

/** Neighbours in a run; of a single character, itself. */
function pairs(run: string): string[] {
  const characters = [...run];
  if (characters.length === 1) return characters;
  return characters.slice(1).map((character, index) => characters[index]! + character);
}
