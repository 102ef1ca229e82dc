import { describe, expect, it, test } from 'vitest';
import { LOCALES, type Locale } from '~/i18n/locales';
import { formatsIn } from './formats';

const en = formatsIn('en');
/** Spaces that do not break are spaces to who reads. */
const plain = (words: string) => words.replaceAll(/\s/gu, ' ');

test('sizes are said as people say them', () => {
  expect([0, 1, 900, 1536, 10 * 1024, 5.25 * 1024 ** 2, 50 * 1024 ** 2].map(en.fileSize)).toEqual([
    '0 bytes',
    '1 byte',
    '900 bytes',
    '1.5 kB',
    '10 kB',
    '5.3 MB',
    '50 MB',
  ]);
});

test('playing times are minutes and seconds, and hours where there are any', () => {
  expect([-5, 400, 7_000, 59_600, 750_000, 3_723_000].map(en.playTime)).toEqual([
    '0:00',
    '0:00',
    '0:07',
    '1:00',
    '12:30',
    '1:02:03',
  ]);
});

test('waiting times are rounded up, to what is easy to say', () => {
  expect([1, 1.2, 89, 90, 3_600, 5_400].map(en.duration)).toEqual([
    '1 second',
    '2 seconds',
    '89 seconds',
    '2 minutes',
    '60 minutes',
    '2 hours',
  ]);
});

describe.each(Object.keys(LOCALES) as Locale[])('in %s', (locale) => {
  const formats = formatsIn(locale);
  const NOON = new Date(2026, 4, 20, 12, 0).getTime();
  const at = (milliseconds: number) => new Date(NOON - milliseconds).toISOString();
  const DAY_MS = 86_400_000;

  it('a list shows the time today, the weekday this week, then the date', () => {
    const shown = [0, 2 * DAY_MS, 60 * DAY_MS, 900 * DAY_MS].map((ago) => formats.listTime(at(ago), NOON));
    expect(shown[0]).toMatch(/12.?00/);
    expect(new Set(shown).size).toBe(4);
  });

  it('today and yesterday have names', () => {
    const days = [0, DAY_MS].map((ago) => formats.dayLabel(new Date(2026, 4, 20).getTime() - ago, NOON));
    expect(days).toEqual(DAYS[locale]);
  });

  it('sizes, waiting times and lists are its own', () => {
    expect([formats.fileSize(5.25 * 1024 ** 2), formats.duration(3), formats.list(['a', 'b'])].map(plain)).toEqual(
      SAID[locale],
    );
  });
});

const DAYS: Record<Locale, string[]> = {
  en: ['Today', 'Yesterday'],
  de: ['Heute', 'Gestern'],
  es: ['Hoy', 'Ayer'],
  ar: ['اليوم', 'أمس'],
  zh: ['今天', '昨天'],
};

const SAID: Record<Locale, string[]> = {
  en: ['5.3 MB', '3 seconds', 'a and b'],
  de: ['5,3 MB', '3 Sekunden', 'a und b'],
  es: ['5,3 MB', '3 segundos', 'a y b'],
  ar: ['5.3 م.ب', '3 ثوان', 'a وb'],
  zh: ['5.3 MB', '3秒钟', 'a和b'],
};
