import { describe, expect, test } from 'vitest';
import { formatsIn } from '~/components/app/formats';
import { sayIn } from '~/i18n/testing';
import { presenceWords } from './last-seen';

const SPEECH = { t: sayIn('people'), common: sayIn('common'), formats: formatsIn('en') };
const NOON = new Date(2026, 4, 20, 12, 0).getTime();
const seen = (milliseconds: number) =>
  presenceWords({ online: false, lastSeenAt: new Date(NOON - milliseconds).toISOString() }, NOON, SPEECH);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('how a person is', () => {
  test('is not said while it is not known', () => {
    expect(presenceWords(undefined, NOON, SPEECH)).toBeNull();
    expect(presenceWords({ online: false, lastSeenAt: null }, NOON, SPEECH)).toBeNull();
  });

  test('is online, whenever they were seen before', () => {
    expect(presenceWords({ online: true, lastSeenAt: null }, NOON, SPEECH)).toBe('Online');
  });

  test('is when they were last seen, the closer the more exactly', () => {
    expect(seen(20_000)).toBe('Last seen just now');
    expect(seen(MINUTE)).toBe('Last seen a minute ago');
    expect(seen(59 * MINUTE)).toBe('Last seen 59 minutes ago');
    expect(seen(3 * HOUR)).toMatch(/^Last seen today at 9/);
    expect(seen(20 * HOUR)).toMatch(/^Last seen yesterday at /);
    expect(seen(50 * HOUR)).toMatch(/^Last seen on .*2026/);
  });

  test('is just now when the clocks of the server and the device disagree', () => {
    expect(seen(-5_000)).toBe('Last seen just now');
  });
});
