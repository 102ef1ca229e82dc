'use client';

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import { IntlProvider } from 'use-intl/react';
import type { CompiledTexts } from '~/i18n/compiled';
import { directionOf, LOCALE_COOKIE, type Locale } from '~/i18n/locales';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

const SwitchLanguage = createContext<(locale: Locale) => Promise<void>>(async () => {});

interface TextsProviderProps {
  readonly locale: Locale;
  readonly texts: CompiledTexts;
  readonly children: ReactNode;
}

/** Says everything in the language the server found, until another is chosen: then at once, without a reload. */
export function TextsProvider({ locale, texts, children }: TextsProviderProps) {
  const [spoken, setSpoken] = useState({ locale, texts });

  const choose = useCallback(async (next: Locale) => {
    const answer = await fetch(`/texts/${next}`);
    if (!answer.ok) throw new Error(`texts of ${next}: ${answer.status}`);
    setSpoken({ locale: next, texts: await answer.json() });
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers we support.
    document.cookie = `${LOCALE_COOKIE}=${next}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  }, []);

  useEffect(() => {
    document.documentElement.lang = spoken.locale;
    document.documentElement.dir = directionOf(spoken.locale);
  }, [spoken.locale]);

  const messages = useMemo(() => spoken.texts as never, [spoken.texts]);
  return (
    <SwitchLanguage value={choose}>
      <IntlProvider
        locale={spoken.locale}
        messages={messages}
        timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
      >
        {children}
      </IntlProvider>
    </SwitchLanguage>
  );
}

/** Switches to another language; rejects, and changes nothing, when its texts cannot be fetched. */
export function useSwitchLanguage(): (locale: Locale) => Promise<void> {
  return useContext(SwitchLanguage);
}
