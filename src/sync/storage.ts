/**
 * Where the engine keeps what must survive a reload: values that `structuredClone` can copy, by key.
 * Tabs of one person share it. A write that resolved survives a crash of the page. Operations on one key take effect in
 * the order they were asked for.
 */
export interface Storage {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** Every key that starts with the prefix, with its value. */
  entries(prefix: string): Promise<readonly (readonly [string, unknown])[]>;
  /** Forgets everything: on sign-out. */
  clear(): Promise<void>;
}

/** Keeps values for the life of the process; for programs that need no more, and for tests. */
export function memoryStorage(): Storage {
  const values = new Map<string, unknown>();
  return {
    get: async (key) => structuredClone(values.get(key)),
    set: async (key, value) => void values.set(key, structuredClone(value)),
    delete: async (key) => void values.delete(key),
    entries: async (prefix) =>
      [...values]
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, value]) => [key, structuredClone(value)] as const),
    clear: async () => values.clear(),
  };
}
