import { describe, expect, it } from 'vitest';
import { directionOf, localeFor } from './locales';

describe('the language of a request', () => {
  it.each([
    ['de', 'es', 'de'],
    [undefined, 'es-MX,es;q=0.9,en;q=0.8', 'es'],
    [undefined, 'fr;q=0.9, ar;q=0.8, de;q=0.3', 'ar'],
    [undefined, 'en;q=0.2, zh-Hant-TW', 'zh'],
    [undefined, 'de;q=0, en', 'en'],
    ['klingon', null, 'en'],
    ['__proto__', 'constructor', 'en'],
    [undefined, ',;q=,;;', 'en'],
  ])('chosen %s of %s is %s', (chosen, accepted, locale) => {
    expect(localeFor(chosen, accepted)).toBe(locale);
  });

  it('is written from the right only where it is', () => {
    expect(directionOf('ar')).toBe('rtl');
    expect(directionOf('de')).toBe('ltr');
  });
});
