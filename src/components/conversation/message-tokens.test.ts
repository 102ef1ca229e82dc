import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TEXT_MAX } from '~/contract/limits';
import { linksIn } from './links';
import { type Block, blocksOf, type Reading, type Token } from './message-tokens';

const ANA = 'a'.repeat(24);
const BEN = 'b'.repeat(24);
const READING: Reading = {
  mentioned: new Map([
    ['ana', ANA],
    ['ben.k', BEN],
  ]),
  findLinks: linksIn,
};

const tokensOf = (blocks: readonly Block[]): Token[] =>
  blocks.flatMap((block) => (block.kind === 'text' ? block.tokens : []));
const ofKind = (text: string, kind: Token['kind']) =>
  tokensOf(blocksOf(text, READING))
    .filter((token) => token.kind === kind)
    .map((token) => token.text);

test('a name is a mention where a word begins, in any case, without the full stop that ends a sentence', () => {
  expect(ofKind('@ana, @ANA and @ben.k. But not me@ana, @@ana, @anab or @nobody', 'mention')).toEqual([
    '@ana',
    '@ANA',
    '@ben.k',
  ]);
});

test('only who the server counted as mentioned is', () => {
  expect(blocksOf('@ana', { ...READING, mentioned: new Map() })).toEqual([
    { kind: 'text', tokens: [{ kind: 'text', text: '@ana' }] },
  ]);
});

test('code in a line is as it was written: no links, no mentions', () => {
  const [block] = blocksOf('run `curl https://a.example @ana` now', READING);
  expect(block).toEqual({
    kind: 'text',
    tokens: [
      { kind: 'text', text: 'run ' },
      { kind: 'code', text: 'curl https://a.example @ana' },
      { kind: 'text', text: ' now' },
    ],
  });
  expect(ofKind('a ` b\n` c', 'code')).toEqual([]);
});

test('a fence makes a block of code, without its language and its own line ends', () => {
  expect(blocksOf('see\n```ts\nconst a = 1;\n\nb\n```\nthere', READING)).toEqual([
    { kind: 'text', tokens: [{ kind: 'text', text: 'see' }] },
    { kind: 'code', text: 'const a = 1;\n\nb' },
    { kind: 'text', tokens: [{ kind: 'text', text: 'there' }] },
  ]);
  expect(blocksOf('```one line```', READING)).toEqual([{ kind: 'code', text: 'one line' }]);
});

test('a fence that does not close, holds nothing, or stands within a line is text', () => {
  for (const text of ['```\nconst a', '```\n\n```', 'a ``` b\nc ``` d']) {
    expect(blocksOf(text, READING).every((block) => block.kind === 'text')).toBe(true);
  }
});

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'https://javascript:alert(1)@example.com',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'blob:https://example.com/1',
  '[x](javascript:alert(1))',
  '" onmouseover="alert(1)',
  'https://example.com/"onmouseover="alert(1)',
  '`</code><script>alert(1)</script>`',
  '```\n</pre><script>alert(1)</script>\n```',
  '@ana<script>',
  '\u202ehttps://example.com/gpj.exe',
];

test('whatever is written, only web and mail addresses are followed, and code stays code', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string(), fc.constantFrom('`', '```', '\n', '@ana', ' '))),
      (parts) => {
        for (const token of tokensOf(blocksOf(parts.join(''), READING))) {
          if (token.kind === 'link') expect(token.href).toMatch(/^(?:https?:\/\/|mailto:)/i);
        }
      },
    ),
  );
});

test('nothing of a text without code is lost, doubled or moved', () => {
  const words = fc.array(
    fc.oneof(fc.constantFrom('@ana', 'https://example.com', '\n', ' ', 'שלום', '👍'), fc.string()),
  );
  fc.assert(
    fc.property(words, (parts) => {
      const text = parts.join('').replaceAll('`', '');
      fc.pre(text.trim() !== '');
      expect(
        tokensOf(blocksOf(text, READING))
          .map((token) => token.text)
          .join(''),
      ).toBe(text);
    }),
  );
});

test('the longest text is quick, however it is made', () => {
  const units = [
    '`',
    '```',
    '```\n',
    '@',
    '@a',
    '@ana',
    '@ana.',
    'a@',
    '.',
    '://',
    'http://',
    'https://a.b',
    'mailto:',
    'a.',
    '(',
    '\n',
    '-',
    '_',
  ];
  for (const unit of [...units, ...HOSTILE]) {
    const text = unit.repeat(Math.ceil(TEXT_MAX / unit.length)).slice(0, TEXT_MAX);
    const began = performance.now();
    blocksOf(text, READING);
    expect(performance.now() - began, JSON.stringify(unit)).toBeLessThan(500);
  }
});
