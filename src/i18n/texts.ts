import type {} from 'use-intl';
import type en from './en';

/** What there is to say: the texts of English, by noun and name. Another language must have exactly these. */
export type Texts = { readonly [Noun in keyof typeof en]: TextsOf<(typeof en)[Noun]> };

/** One noun of another language. A name that is missing or unknown is an error of types, and of `npm run build`. */
export type TextsOf<English> = { readonly [Name in keyof English]: string };

declare module 'use-intl' {
  interface AppConfig {
    Locale: import('./locales').Locale;
    Messages: typeof en;
  }
}
