import type { Clock } from '~/sync/clock';

/** What is read out at once: up to `READ_MAX` messages, or how many there are. */
export type Announcement<M> =
  | { readonly kind: 'read'; readonly messages: readonly M[] }
  | { readonly kind: 'counted'; readonly count: number; readonly mentions: number };

/** Messages that are read out one after the other; more are counted. */
export const READ_MAX = 3;
/** Milliseconds between two announcements: a screen reader drops what is said before the last has been begun. */
export const PACE_MS = 2_000;

export interface Announcements<M> {
  /** Messages of others that came, in their order; each is to be told once. */
  arrived(messages: readonly M[]): void;
  /** Whether the person is away: nothing is announced then, and what came meanwhile when they return. */
  setAway(away: boolean): void;
  /** Nothing is announced any more. */
  stop(): void;
}

export interface AnnouncementsOptions<M> {
  readonly clock: Pick<Clock, 'now' | 'after'>;
  readonly mentions: (message: M) => boolean;
  readonly announce: (announcement: Announcement<M>) => void;
}

/**
 * Each message is announced exactly once, alone or within a count, in the order they came, and at most one announcement is
 * made in `PACE_MS`. Nothing waits longer than that while the person is here.
 */
export function createAnnouncements<M>({ clock, mentions, announce }: AnnouncementsOptions<M>): Announcements<M> {
  let waiting: M[] = [];
  let saidAt = Number.NEGATIVE_INFINITY;
  let isAway = false;
  let cancel: (() => void) | null = null;

  function tell(): void {
    cancel?.();
    cancel = null;
    if (isAway || waiting.length === 0) return;
    const wait = saidAt + PACE_MS - clock.now();
    if (wait > 0) {
      cancel = clock.after(wait, tell);
      return;
    }
    const told = waiting;
    waiting = [];
    saidAt = clock.now();
    if (told.length <= READ_MAX) announce({ kind: 'read', messages: told });
    else announce({ kind: 'counted', count: told.length, mentions: told.filter(mentions).length });
  }

  return {
    arrived(messages) {
      waiting.push(...messages);
      tell();
    },
    setAway(away) {
      isAway = away;
      tell();
    },
    stop() {
      isAway = true;
      waiting = [];
      cancel?.();
    },
  };
}
