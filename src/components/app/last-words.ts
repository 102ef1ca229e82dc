import type { Id } from '~/contract/primitives';

/** What a page writes in its last moment, when nothing that answers later is certain to be done. */
export interface LastWords {
  /** Kept at once, or not at all when there is no room. `undefined` is a deletion. */
  keep(key: string, value: unknown): void;
  /** What was kept, once: whoever starts next writes it where it belongs. */
  take(): readonly (readonly [key: string, value: unknown])[];
}

/** In `localStorage`, which is written before the call returns. */
export function lastWordsOf(userId: Id): LastWords {
  const prefix = `confab-${userId}/`;

  function keys(): string[] {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  }

  return {
    keep(key, value) {
      try {
        localStorage.setItem(prefix + key, JSON.stringify({ value }));
      } catch {
        // Full, or forbidden: the ordinary write is on its way and will do in most cases.
      }
    },
    take() {
      try {
        return keys().map((key) => {
          const { value } = JSON.parse(localStorage.getItem(key) ?? '{}') as { value?: unknown };
          localStorage.removeItem(key);
          return [key.slice(prefix.length), value] as const;
        });
      } catch {
        return [];
      }
    },
  };
}
