/** Milliseconds an address outlives whoever showed it last: long enough for a file to go from one place to another. */
const KEPT_MS = 2_000;

/** Addresses for bytes on this device: one for each file, however many show it, and none once nobody does. */
export interface LocalUrls {
  /** Keeps the file's address, and calls back when there is one, until the answer is called. */
  use(fileId: string, onReady: () => void): () => void;
  /** Null until it is there, and of a file whose bytes are gone. */
  get(fileId: string): string | null;
}

interface Held {
  readonly listeners: Set<() => void>;
  url: string | null;
  leaving: ReturnType<typeof setTimeout> | undefined;
}

export function createLocalUrls(fileOf: (fileId: string) => Promise<Blob | null>): LocalUrls {
  const all = new Map<string, Held>();

  async function load(fileId: string, held: Held): Promise<void> {
    const blob = await fileOf(fileId).catch(() => null);
    if (!blob || all.get(fileId) !== held) return;
    held.url = URL.createObjectURL(blob);
    for (const listener of held.listeners) listener();
  }

  function hold(fileId: string): Held {
    const held: Held = { listeners: new Set(), url: null, leaving: undefined };
    all.set(fileId, held);
    void load(fileId, held);
    return held;
  }

  function forget(fileId: string, { url }: Held): void {
    all.delete(fileId);
    if (url) URL.revokeObjectURL(url);
  }

  return {
    use(fileId, onReady) {
      const held = all.get(fileId) ?? hold(fileId);
      // Each use is one of its own, also by the same listener.
      const listener = () => onReady();
      clearTimeout(held.leaving);
      held.listeners.add(listener);
      return () => {
        if (!held.listeners.delete(listener) || held.listeners.size > 0) return;
        held.leaving = setTimeout(() => forget(fileId, held), KEPT_MS);
      };
    },
    get: (fileId) => all.get(fileId)?.url ?? null,
  };
}
