/**
 * Where the bytes of files wait until their message is sent, by fileId. Tabs of one person share it. A file that was set
 * survives a reload. What `get` gave can be read also after another tab has deleted it. Operations on one key take effect
 * in the order they were asked for.
 */
export interface FileStorage {
  set(fileId: string, blob: Blob): Promise<void>;
  get(fileId: string): Promise<Blob | null>;
  delete(fileId: string): Promise<void>;
  keys(): Promise<string[]>;
}

/** Keeps bytes for the life of the process; for programs that need no more, and for tests. */
export function memoryFiles(): FileStorage {
  const blobs = new Map<string, Blob>();
  return {
    set: async (fileId, blob) => void blobs.set(fileId, blob),
    get: async (fileId) => blobs.get(fileId) ?? null,
    delete: async (fileId) => void blobs.delete(fileId),
    keys: async () => [...blobs.keys()],
  };
}
