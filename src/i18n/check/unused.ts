import type { Catalogue } from './languages';

/** Texts that no source names: nobody says them any more. */
export function unusedIn(english: Catalogue[string], sources: readonly string[]): string[] {
  const named = new Set(sources.flatMap((source) => source.match(/\w+/g) ?? []));
  return Object.entries(english).flatMap(([noun, messages]) =>
    Object.keys(messages)
      .filter((name) => !named.has(name))
      .map((name) => `en.${noun}.${name} is not used`),
  );
}
