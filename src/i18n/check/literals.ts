import { transformSync } from 'esbuild';

/** What a person reads or hears of an element. */
const SPOKEN =
  /^(?:"?(?:aria-(?:label|description|valuetext|roledescription|placeholder)|title|placeholder|alt)"?|label|hint|words)$/;

/** Not words of any language. */
const NO_WORDS = /^GIF$|^https?:\/\/\S+$/;

/** Words that stand in an element or in what is spoken of it, in place of a text of the catalogue. */
export function literalsIn(path: string, source: string): string[] {
  if (!path.endsWith('x')) return [];
  const { code } = transformSync(source, {
    loader: 'tsx',
    jsx: 'transform',
    jsxFactory: '__jsx',
    jsxFragment: '__all',
    charset: 'utf8',
  });
  return elementsIn(code)
    .flatMap(([, props = '', ...children]) => [...children, ...spokenIn(props)])
    .flatMap(wordsIn)
    .map((words) => `${path}: “${words}” belongs into src/i18n`);
}

/** The arguments of each call that makes an element. */
function elementsIn(code: string): string[][] {
  return [...code.matchAll(/\b__jsx\(/g)].map(({ index }) => listAt(code, index + '__jsx('.length));
}

function spokenIn(props: string): string[] {
  if (!props.trimStart().startsWith('{')) return [];
  return listAt(props, props.indexOf('{') + 1).flatMap((prop) => {
    const [name = '', ...value] = prop.split(':');
    return SPOKEN.test(name.trim()) ? [value.join(':')] : [];
  });
}

/** Strings that an expression can come to: not those that it hands on to a call. */
function wordsIn(expression: string): string[] {
  return outermost(expression)
    .filter(({ depth, text }) => depth === 0 && /^["'`]/.test(text))
    .filter(({ before }) => /(?:^|[?:|&(])\s*$/.test(before.replace(/\/\*.*?\*\//g, '')))
    .map(({ text }) =>
      text
        .slice(1, -1)
        .replace(/\$\{.*?\}/g, ' ')
        .replaceAll(/\\u([0-9a-f]{4})|\\n/gi, ' ')
        .trim(),
    )
    .filter((words) => /\p{L}/u.test(words) && !NO_WORDS.test(words));
}

/** What stands between commas, up to the bracket that closes the list. */
function listAt(code: string, from: number): string[] {
  const items: string[] = [];
  let item = '';
  for (const { text, depth } of outermost(code.slice(from))) {
    if (depth < 0) break;
    if (depth === 0 && text === ',') {
      items.push(item);
      item = '';
    } else item += text;
  }
  return item.trim() === '' ? items : [...items, item];
}

interface Piece {
  readonly text: string;
  /** Brackets around it; below zero where the list is over. */
  readonly depth: number;
  readonly before: string;
}

/** Code in pieces: strings, comments and regular expressions whole, anything else by the character. */
function outermost(code: string): Piece[] {
  const pieces: Piece[] = [];
  let depth = 0;
  let before = '';
  for (const { 0: text } of code.matchAll(PIECE)) {
    if (/^[)\]}]$/.test(text)) depth--;
    pieces.push({ text, depth, before });
    if (depth < 0) break;
    if (/^[([{]$/.test(text)) depth++;
    before = (before + text).slice(-40);
  }
  return pieces;
}

const PIECE =
  /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|\$\{[^}]*\}|[^`\\])*`|\/\*.*?\*\/|(?<=[(,=:[!&|?{;]\s*)\/(?![/*])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n])+\/[a-z]*|[\s\S]/g;
