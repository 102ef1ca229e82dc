import type { Id } from '~/contract/primitives';
import type { FindLinks } from './links';

/** A piece of a line of text. `text` is as it was written, but for code, which stands without its marks. */
export type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly href: string }
  | { readonly kind: 'mention'; readonly text: string; readonly userId: Id }
  | { readonly kind: 'code'; readonly text: string };

/** Running text, or a block of code. */
export type Block =
  | { readonly kind: 'text'; readonly tokens: readonly Token[] }
  | { readonly kind: 'code'; readonly text: string };

/** What is known of the world around a text. */
export interface Reading {
  /** Who is mentioned, by username in lower case. */
  readonly mentioned: ReadonlyMap<string, Id>;
  readonly findLinks: FindLinks;
}

const FENCE = '```';

/** What stands in a message. Everything is text: whoever shows it never takes any of it for markup. */
export function blocksOf(text: string, reading: Reading): Block[] {
  const blocks: Block[] = [];
  const addText = (part: string) => {
    if (part.trim() !== '') blocks.push({ kind: 'text', tokens: tokensOf(part, reading) });
  };
  let at = 0;
  for (const { start, end } of fencesIn(text)) {
    addText(withoutLineEnds(text.slice(at, start)));
    blocks.push({ kind: 'code', text: contentOf(text.slice(start + FENCE.length, end - FENCE.length)) });
    at = end;
  }
  addText(at === 0 ? text : withoutLineEnds(text.slice(at)));
  return blocks;
}

/** A fence opens at the beginning of a line and closes at the next fence; one that never closes is text. */
function fencesIn(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  let start = text.indexOf(FENCE);
  while (start >= 0) {
    if (start > 0 && text[start - 1] !== '\n') {
      start = text.indexOf(FENCE, start + 1);
      continue;
    }
    const close = text.indexOf(FENCE, start + FENCE.length);
    if (close < 0) break;
    const end = close + FENCE.length;
    if (contentOf(text.slice(start + FENCE.length, close)).trim() !== '') found.push({ start, end });
    start = text.indexOf(FENCE, end);
  }
  return found;
}

/** Without the name of a language behind the opening fence, and the line ends that belong to the fences. */
function contentOf(inside: string): string {
  const lines = inside.indexOf('\n');
  if (lines < 0) return inside;
  const first = inside.slice(0, lines);
  return (/^[\w+#.-]*\s*$/.test(first) ? inside.slice(lines + 1) : inside).replace(/\n$/, '');
}

const withoutLineEnds = (text: string) => text.replace(/^\n/, '').replace(/\n$/, '');

const CODE = /`([^`\n]+)`/g;

function tokensOf(text: string, reading: Reading): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (const match of text.matchAll(CODE)) {
    tokens.push(...linkTokens(text.slice(at, match.index), reading));
    tokens.push({ kind: 'code', text: match[1]! });
    at = match.index + match[0].length;
  }
  tokens.push(...linkTokens(text.slice(at), reading));
  return tokens;
}

function linkTokens(text: string, reading: Reading): Token[] {
  if (text === '') return [];
  const tokens: Token[] = [];
  let at = 0;
  for (const { start, end, href } of reading.findLinks(text)) {
    tokens.push(...mentionTokens(text.slice(at, start), reading));
    tokens.push({ kind: 'link', text: text.slice(start, end), href });
    at = end;
  }
  tokens.push(...mentionTokens(text.slice(at), reading));
  return tokens;
}

const AT_NAME = /(?<![\w@])@([a-z0-9][a-z0-9._-]{1,31})/gi;

function mentionTokens(text: string, { mentioned }: Reading): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  for (const match of mentioned.size > 0 ? text.matchAll(AT_NAME) : []) {
    const username = usernameIn(match[1]!.toLowerCase(), mentioned);
    if (username === null) continue;
    const end = match.index + 1 + username.length;
    if (match.index > at) tokens.push({ kind: 'text', text: text.slice(at, match.index) });
    tokens.push({ kind: 'mention', text: text.slice(match.index, end), userId: mentioned.get(username)! });
    at = end;
  }
  if (at < text.length) tokens.push({ kind: 'text', text: text.slice(at) });
  return tokens;
}

/** A full stop behind a name usually ends a sentence, but a name may end with one too. */
function usernameIn(word: string, mentioned: Reading['mentioned']): string | null {
  let name = word;
  while (!mentioned.has(name)) {
    if (!/[._-]$/.test(name)) return null;
    name = name.slice(0, -1);
  }
  return name;
}
