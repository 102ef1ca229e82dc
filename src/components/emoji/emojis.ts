import type { Locale } from '~/i18n/locales';
/** An emoji that can be picked. */
export interface Emoji {
  readonly emoji: string;
  readonly label: string;
  /** What it can be written as between colons. */
  readonly codes: readonly string[];
  readonly category: Category;
  /** Label, codes and tags in lower case, one after the other, each after a space. */
  readonly words: string;
}

export type Category = (typeof CATEGORIES)[number];
export const CATEGORIES = [
  'Smileys',
  'People',
  'Nature',
  'Food',
  'Travel',
  'Activities',
  'Objects',
  'Symbols',
  'Flags',
] as const;

export interface EmojiBook {
  /** In the order Unicode gives them. */
  readonly all: readonly Emoji[];
  readonly byCode: ReadonlyMap<string, string>;
}

/** As emojibase numbers its groups; parts of emojis (2) are no emojis. */
const CATEGORY_OF: Readonly<Record<number, Category>> = {
  0: 'Smileys',
  1: 'People',
  3: 'Nature',
  4: 'Food',
  5: 'Travel',
  6: 'Activities',
  7: 'Objects',
  8: 'Symbols',
  9: 'Flags',
};

interface Source {
  readonly hexcode: string;
  readonly label: string;
  readonly unicode: string;
  readonly group?: number;
  readonly order?: number;
  readonly tags?: readonly string[];
}

/** Names in other languages, for those that have any. */
const NAMES: Partial<Record<Locale, () => Promise<{ readonly default: unknown }>>> = {
  de: () => import('emojibase-data/de/compact.json'),
  es: () => import('emojibase-data/es/compact.json'),
  zh: () => import('emojibase-data/zh/compact.json'),
};

const loading = new Map<Locale, Promise<EmojiBook>>();
const loaded = new Map<Locale, EmojiBook>();

/**
 * All emojis, called what they are called in that language and found by these names and the English ones. Fetched when
 * first needed, and again after it failed.
 */
export function loadEmojis(locale: Locale): Promise<EmojiBook> {
  const book = loading.get(locale) ?? fetchEmojis(locale);
  loading.set(locale, book);
  book.then(
    (all) => loaded.set(locale, all),
    () => loading.delete(locale),
  );
  return book;
}

async function fetchEmojis(locale: Locale): Promise<EmojiBook> {
  const [emojis, codes, names] = await Promise.all([
    import('emojibase-data/en/compact.json'),
    import('emojibase-data/en/shortcodes/github.json'),
    NAMES[locale]?.(),
  ]);
  return bookOf(
    emojis.default as readonly Source[],
    codes.default as Codes,
    (names?.default ?? []) as readonly Source[],
  );
}

/** What was loaded, without waiting; null if nothing was. */
export const emojisNow = (locale: Locale) => loaded.get(locale) ?? null;

type Codes = Readonly<Record<string, string | readonly string[]>>;

function bookOf(source: readonly Source[], codes: Codes, names: readonly Source[]): EmojiBook {
  const named = new Map(names.map((one) => [one.hexcode, one]));
  const byCode = new Map<string, string>();
  const all: Emoji[] = [];
  for (const { hexcode, label, unicode, group, tags = [] } of [...source].sort(byOrder)) {
    const category = CATEGORY_OF[group ?? -1];
    if (!category) continue;
    const emoji = asInterchanged(unicode);
    const own = [codes[hexcode] ?? []].flat();
    for (const code of own) byCode.set(code, emoji);
    const name = named.get(hexcode);
    const words = ['', ...(name ? [name.label, ...(name.tags ?? [])] : []), label, ...own, ...tags];
    all.push({ emoji, label: name?.label ?? label, codes: own, category, words: words.join(' ').toLowerCase() });
  }
  return { all, byCode };
}

const byOrder = (a: Source, b: Source) => (a.order ?? 0) - (b.order ?? 0);

/** The source marks some that are pictures by themselves as pictures; the recommended form does without. */
function asInterchanged(unicode: string): string {
  const bare = unicode.replace(/\uFE0F$/, '');
  return /^\p{Emoji_Presentation}$/u.test(bare) ? bare : unicode;
}

/** Those of which a word begins with what was typed (all words of it), best first: by code, by label, by tag. */
export function findEmojis({ all }: EmojiBook, query: string, limit: number): Emoji[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  const [first] = wanted;
  if (!first) return [];
  const rank = ({ codes, label }: Emoji) => {
    if (codes.includes(first)) return 0;
    if (codes.some((code) => code.startsWith(first))) return 1;
    return label.toLowerCase().startsWith(first) ? 2 : 3;
  };
  return all
    .filter(({ words }) => wanted.every((word) => words.includes(` ${word}`) || words.includes(`_${word}`)))
    .map((emoji) => ({ emoji, rank: rank(emoji) }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, limit)
    .map(({ emoji }) => emoji);
}
