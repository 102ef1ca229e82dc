import { describe, expect, test } from 'vitest';
import type { LinkTarget, Variant } from '~/server/models/links';
import { createLinks } from './links';

const SECRET = 'a secret of thirty-two characters';
const START = Date.parse('2026-03-01T12:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function linksAt(start = START, secret = SECRET) {
  let time = start;
  const links = createLinks({ secret, now: () => new Date(time) });
  const pass = (ms: number) => {
    time += ms;
  };
  return { ...links, pass };
}

const aTarget = (changes: Partial<LinkTarget> = {}): LinkTarget => ({
  uploadId: 'a'.repeat(24),
  variant: 'file',
  viewerId: 'b'.repeat(24),
  ...changes,
});

describe('a link', () => {
  test.each<Variant>(['file', 'thumbnail', 'avatar'])('to the variant %s says what it was signed for', (variant) => {
    const { linkTo, check } = linksAt();
    const target = aTarget({ variant });
    expect(check(linkTo(target).url)).toEqual(target);
  });

  test.each([
    ['file', 5 * MINUTE],
    ['thumbnail', 5 * MINUTE],
    ['avatar', DAY],
  ] as const)('to the variant %s stays the same for a while, and lives once to twice as long', (variant, step) => {
    for (const late of [0, 1, step / 2, step - 1]) {
      const links = linksAt(START - (START % step) + late);
      const first = links.linkTo(aTarget({ variant }));
      const life = Date.parse(first.expiresAt) - (START - (START % step) + late);
      expect(life).toBeGreaterThan(step);
      expect(life).toBeLessThanOrEqual(2 * step);
      links.pass(step - 1 - late);
      expect(links.linkTo(aTarget({ variant }))).toEqual(first);
      links.pass(1);
      expect(links.linkTo(aTarget({ variant })).url).not.toBe(first.url);
    }
  });

  test('is good until its time is over, and not a second longer', () => {
    const { linkTo, check, pass } = linksAt();
    const { url, expiresAt } = linkTo(aTarget());
    pass(Date.parse(expiresAt) - START - 1);
    expect(check(url)).toEqual(aTarget());
    pass(1);
    expect(check(url)).toBeNull();
  });

  test('is another for another reader, another upload and another variant', () => {
    const { linkTo } = linksAt();
    const targets = [
      aTarget(),
      aTarget({ viewerId: 'c'.repeat(24) }),
      aTarget({ uploadId: 'c'.repeat(24) }),
      aTarget({ variant: 'thumbnail' }),
    ];
    expect(new Set(targets.map((target) => linkTo(target).url.split('sig=')[1])).size).toBe(targets.length);
  });

  test('that was changed in any character is no link', () => {
    const { linkTo, check } = linksAt();
    const { url } = linkTo(aTarget());
    for (let index = 0; index < url.length; index += 1) {
      for (const other of ['0', '1', 'a', 'Z', '-', '_', '&', '%']) {
        if (url[index] === other) continue;
        expect(check(url.slice(0, index) + other + url.slice(index + 1))).toBeNull();
      }
    }
  });

  test.each([
    ['nothing', ''],
    ['a path alone', `/api/media/${'a'.repeat(24)}/file`],
    ['no signature', `/api/media/${'a'.repeat(24)}/file?for=${'b'.repeat(24)}&until=99999999999`],
    ['an endless time', `/api/media/${'a'.repeat(24)}/file?for=${'b'.repeat(24)}&until=1e99&sig=${'A'.repeat(43)}`],
  ])('that is %s is no link', (_what, url) => {
    expect(linksAt().check(url)).toBeNull();
  });

  test('with something added, in another order or of another host is no link', () => {
    const { linkTo, check } = linksAt();
    const { url } = linkTo(aTarget());
    const [path, query] = url.split('?') as [string, string];
    const reversed = `${path}?${query.split('&').reverse().join('&')}`;
    for (const other of [`${url}&x=1`, `${url}=`, `${url}\n`, `https://example.org${url}`, `${path}?x=1&${query}`]) {
      expect(check(other)).toBeNull();
    }
    expect(check(reversed)).toBeNull();
  });

  test('made with another secret is no link', () => {
    const { url } = linksAt(START, 'another secret of thirty-two char').linkTo(aTarget());
    expect(linksAt().check(url)).toBeNull();
  });
});
