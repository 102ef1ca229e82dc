import type { Id } from '~/contract/primitives';

/** Milliseconds between renewals of the session while the page is open: far less than a session lasts. */
const RENEW_MS = 60 * 60 * 1000;

/**
 * Asks for the session, which renews it; whether this person has one. Rejects when that cannot be found out now.
 * Once somebody else has signed in here, the page is theirs: it loads again, and there is no answer.
 */
export async function renewSession(userId: Id): Promise<boolean> {
  const answer = await fetch('/api/auth/session', { cache: 'no-store' });
  if (!answer.ok) throw new Error(`the session could not be asked for: ${answer.status}`);
  const { user } = (await answer.json()) as { readonly user?: { readonly id: Id } };
  if (!user || user.id === userId) return user !== undefined;
  window.location.reload();
  return new Promise(() => {});
}

/** Renews the session for as long as the page is open, also when the device wakes up; the answer ends that. */
export function keepSession(userId: Id): () => void {
  let renewedAt = Date.now();
  const renew = () => {
    if (document.hidden || Date.now() - renewedAt < RENEW_MS) return;
    renewedAt = Date.now();
    renewSession(userId).catch(() => {
      renewedAt = 0;
    });
  };
  const listening = new AbortController();
  const timer = setInterval(renew, RENEW_MS);
  document.addEventListener('visibilitychange', renew, { signal: listening.signal });
  window.addEventListener('focus', renew, { signal: listening.signal });
  window.addEventListener('online', renew, { signal: listening.signal });
  return () => {
    clearInterval(timer);
    listening.abort();
  };
}
