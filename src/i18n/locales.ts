/** The languages Confab speaks, each with its own name for itself. */
export const LOCALES = { en: 'English', de: 'Deutsch', es: 'Español', ar: 'العربية', zh: '中文' } as const;

export type Locale = keyof typeof LOCALES;

/** What is spoken where nothing else is asked for; its texts define which there are. */
export const DEFAULT_LOCALE: Locale = 'en';

/** Read by the server for the first byte, so that a page never shows another language first. */
export const LOCALE_COOKIE = 'locale';

const RIGHT_TO_LEFT: readonly Locale[] = ['ar'];

export function isLocale(value: unknown): value is Locale {
  return typeof value === 'string' && Object.hasOwn(LOCALES, value);
}

export function directionOf(locale: Locale): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.includes(locale) ? 'rtl' : 'ltr';
}

/** The language for a request: the one chosen, else the first of its `Accept-Language` that there is. */
export function localeFor(chosen: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(chosen)) return chosen;
  return preferred(acceptLanguage ?? '').find(isLocale) ?? DEFAULT_LOCALE;
}

/** The languages of an `Accept-Language` header without their regions, the most wanted first (RFC 9110, 12.5.4). */
function preferred(header: string): string[] {
  return header
    .slice(0, 1_000)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('q='));
      return { language: tag.toLowerCase().split('-')[0] ?? '', quality: quality ? Number(quality.slice(2)) || 0 : 1 };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
    .map(({ language }) => language);
}
