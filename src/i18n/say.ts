import type { useTranslations } from 'use-intl/react';
import type { Texts } from './texts';

/** Says the texts of a noun in the person's language; what makes words outside of a component is given one. */
export type Say<Noun extends keyof Texts> = ReturnType<typeof useTranslations<Noun>>;
