import type { Id } from '~/contract/primitives';

/**
 * On this device: `open` since this person was first here without a conversation, `invited` once they have copied the
 * link for others besides, `over` once done or put away.
 */
const STATES = ['open', 'invited', 'over'] as const;
type State = (typeof STATES)[number];

const keyOf = (userId: Id) => `confab-welcome-${userId}`;

/** Null where the browser keeps nothing, and where nobody has begun. */
export function onboardingState(userId: Id): State | null {
  try {
    const stored = localStorage.getItem(keyOf(userId));
    return STATES.find((state) => state === stored) ?? null;
  } catch {
    return null;
  }
}

export function setOnboardingState(userId: Id, state: State): void {
  try {
    localStorage.setItem(keyOf(userId), state);
  } catch {
    // It is shown again with the next page, for as long as there is no conversation.
  }
}
