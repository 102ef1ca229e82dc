import compile from 'icu-minify/compile';

/** A catalogue as it is written: language, noun, name. */
export type Catalogue = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>>;

/** Every text of English is in every language, says the same values, and knows all the plurals there are in it. */
export function problemsBetween(texts: Catalogue): string[] {
  const { en = {}, ...others } = texts;
  return [
    ...Object.entries(texts).flatMap(([locale, nouns]) => problemsOf(locale, nouns)),
    ...Object.entries(others).flatMap(([locale, nouns]) => differences(locale, en, nouns)),
  ];
}

/** Of one language alone: what is no ICU message, and plurals that are not there. */
function problemsOf(locale: string, nouns: Catalogue[string]): string[] {
  const wanted = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
  return each(nouns, (name, message) => {
    try {
      const missing = partsOf(message).plurals.flatMap((forms) => wanted.filter((form) => !forms.has(form)));
      return missing.map((form) => `${locale}.${name} lacks the plural “${form}”`);
    } catch (error) {
      return [`${locale}.${name} is no ICU message: ${(error as Error).message}`];
    }
  });
}

function differences(locale: string, english: Catalogue[string], other: Catalogue[string]): string[] {
  const unknown = each(other, (name) => (textAt(english, name) === undefined ? [`${locale}.${name} is unknown`] : []));
  const wrong = each(english, (name, message) => {
    const theirs = textAt(other, name);
    if (theirs === undefined) return [`${locale}.${name} is missing`];
    const [ours, said] = [valuesOf(message), valuesOf(theirs)];
    return ours === said ? [] : [`${locale}.${name} says “${said}”, not “${ours}”`];
  });
  return [...unknown, ...wrong];
}

function each(nouns: Catalogue[string], look: (name: string, message: string) => string[]): string[] {
  return Object.entries(nouns).flatMap(([noun, messages]) =>
    Object.entries(messages).flatMap(([name, message]) => look(`${noun}.${name}`, message)),
  );
}

function textAt(nouns: Catalogue[string], path: string): string | undefined {
  const [noun = '', name = ''] = path.split('.');
  return nouns[noun]?.[name];
}

/** Names of values and tags, with what a choice may be, in one line that can be compared. */
function valuesOf(message: string): string {
  try {
    return [...partsOf(message).values].toSorted().join(', ');
  } catch {
    return 'nothing';
  }
}

interface Parts {
  readonly values: Set<string>;
  /** The forms of each plural. */
  readonly plurals: Set<string>[];
}

const SELECT = 1;
const PLURALS = [2, 3];

function partsOf(message: string): Parts {
  const parts: Parts = { values: new Set(), plurals: [] };
  walk(compile(message), parts);
  return parts;
}

/** As `icu-minify` compiles: a text, or a list of texts and of `[name, type or content, …]`. */
function walk(compiled: unknown, parts: Parts): void {
  if (!Array.isArray(compiled)) return;
  for (const node of compiled) {
    if (!Array.isArray(node)) continue;
    const [name, type, options] = node as [string, unknown, unknown];
    if (type === SELECT || PLURALS.includes(type as number)) {
      const branches = options as Record<string, unknown>;
      if (type === SELECT) parts.values.add(`${name} of ${Object.keys(branches).toSorted().join('|')}`);
      else {
        parts.values.add(name);
        parts.plurals.push(new Set(Object.keys(branches)));
      }
      for (const branch of Object.values(branches)) walk(branch, parts);
    } else if (typeof type === 'string' || Array.isArray(type)) {
      parts.values.add(`<${name}>`);
      walk(node.slice(1), parts);
    } else parts.values.add(name);
  }
}
