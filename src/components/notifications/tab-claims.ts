import type { Id } from '~/contract/primitives';

/** Milliseconds for which a tab keeps others from telling the same: longer than a message is news. */
const KEPT_MS = 90_000;

/** Milliseconds for which a tab that nobody has touched leaves it to others: browsers let no sound out of it. */
const UNTOUCHED_MS = 250;

/** Where the browser has no locks, each tab speaks for itself. */
const locks = () => navigator.locks as LockManager | undefined;

/** Whether no other tab has claimed it; tabs that may be heard come first. */
export async function claim(name: string): Promise<boolean> {
  if (!navigator.userActivation?.hasBeenActive) await new Promise((resolve) => setTimeout(resolve, UNTOUCHED_MS));
  return new Promise((resolve) => {
    const held = locks()?.request(`confab:alert:${name}`, { ifAvailable: true }, (lock) => {
      resolve(lock !== null);
      return lock && new Promise((release) => setTimeout(release, KEPT_MS));
    });
    if (held) held.catch(() => resolve(true));
    else resolve(true);
  });
}

const viewName = (conversationId: Id) => `confab:view:${conversationId}`;

/** Says to all tabs that somebody looks at the conversation here; the answer takes it back. */
export function holdView(conversationId: Id): () => void {
  const waiting = new AbortController();
  let release = () => {};
  locks()
    ?.request(viewName(conversationId), { mode: 'shared', signal: waiting.signal }, () => {
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    })
    .catch(() => {});
  return () => {
    waiting.abort();
    release();
  };
}

export async function isInView(conversationId: Id): Promise<boolean> {
  const held = (await locks()?.query())?.held ?? [];
  return held.some(({ name }) => name === viewName(conversationId));
}
