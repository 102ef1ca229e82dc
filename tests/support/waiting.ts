/** Waits for what is found in something that grows; whoever makes it grow calls `look`. */
export function createWaiting() {
  const waiting = new Set<() => void>();
  return {
    look(): void {
      for (const look of [...waiting]) look();
    },
    /** Resolves with what is found, now or after some `look`. */
    until: <T>(find: () => T | undefined): Promise<T> =>
      new Promise((resolve) => {
        const look = () => {
          const found = find();
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}
