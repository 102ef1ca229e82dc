import type { Instant } from '~/contract/primitives';

/** Midnight before that moment, here. */
export function startOfDay(at: Instant | number): number {
  const date = new Date(at);
  return date.setHours(0, 0, 0, 0);
}
