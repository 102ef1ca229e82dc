import { expect, test } from 'vitest';
import { linksIn } from './links';

const hrefs = (text: string) => linksIn(text).map((link) => link.href);

test('web and mail addresses are links, without what follows them', () => {
  expect(hrefs('see https://example.com/a?b=c, and http://example.org.')).toEqual([
    'https://example.com/a?b=c',
    'http://example.org',
  ]);
  expect(hrefs('write to ana@example.org')).toEqual(['mailto:ana@example.org']);
});

test('nothing else is followed', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as somebody may write it.
  expect(hrefs('javascript:alert(1) ftp://example.com //example.com data:text/html,x file:///etc ${x}')).toEqual([]);
});

test('a link stands where it was written', () => {
  const text = 'a https://example.com b';
  const [link] = linksIn(text);
  expect(text.slice(link?.start, link?.end)).toBe('https://example.com');
});
