import ar from './ar';
import de from './de';
import en from './en';
import es from './es';
import type { Locale } from './locales';
import type { Texts } from './texts';
import zh from './zh';

/** The catalogue as it is written. */
export const TEXTS: Readonly<Record<Locale, Texts>> = { en, de, es, ar, zh };
