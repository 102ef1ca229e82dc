import { createTranslator } from 'use-intl/core';
import { TEXTS } from './all';
import type { Locale } from './locales';
import type { Say } from './say';
import type { Texts } from './texts';

/** Says the texts of a noun in a test. What cannot be said is an error. */
export function sayIn<Noun extends keyof Texts>(noun: Noun, locale: Locale = 'en'): Say<Noun> {
  return createTranslator({
    locale,
    messages: TEXTS[locale] as never,
    namespace: noun as never,
    onError(error) {
      throw error;
    },
  }) as never;
}
