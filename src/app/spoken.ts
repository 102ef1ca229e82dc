import { cookies, headers } from 'next/headers';
import { createTranslator } from 'use-intl/core';
import { compiledTexts } from '~/i18n/compiled';
import { LOCALE_COOKIE, type Locale, localeFor } from '~/i18n/locales';
import type { Say } from '~/i18n/say';
import type { Texts } from '~/i18n/texts';

/** The language of the request. */
export async function spokenLocale(): Promise<Locale> {
  return localeFor((await cookies()).get(LOCALE_COOKIE)?.value, (await headers()).get('accept-language'));
}

/** Says the texts of a noun in the language of the request, for what is made on the server alone. */
export async function spoken<Noun extends keyof Texts>(noun: Noun): Promise<Say<Noun>> {
  const locale = await spokenLocale();
  return createTranslator({ locale, messages: compiledTexts(locale) as never, namespace: noun as never }) as never;
}
