import compile from 'icu-minify/compile';
import { TEXTS } from './all';
import type { Locale } from './locales';

/** Texts as the browser formats them: parsed beforehand, so that it needs no parser. */
export type CompiledTexts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const compiled = new Map<Locale, CompiledTexts>();

/** The texts of a language, compiled once. Throws for a message that is not ICU. */
export function compiledTexts(locale: Locale): CompiledTexts {
  const known = compiled.get(locale);
  if (known) return known;
  const texts = Object.fromEntries(
    Object.entries(TEXTS[locale]).map(([noun, messages]) => [
      noun,
      Object.fromEntries(Object.entries(messages).map(([name, message]) => [name, compile(message)])),
    ]),
  );
  // Choices come without a prototype, which a page does not take over from the server.
  const plain: CompiledTexts = JSON.parse(JSON.stringify(texts));
  compiled.set(locale, plain);
  return plain;
}

/** Without what only a page of its own says, which brings it along. */
export function commonTexts(locale: Locale): CompiledTexts {
  const { admin: _, ...common } = compiledTexts(locale);
  return common;
}
