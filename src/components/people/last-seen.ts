import { clockTime, fullDate, startOfDay } from '~/components/app/times';
import type { Presence } from '~/contract/presence';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How a person is, in words; null while nothing is known or to be told. */
export function presenceWords(
  presence: Pick<Presence, 'online' | 'lastSeenAt'> | undefined,
  now: number,
): string | null {
  if (!presence) return null;
  if (presence.online) return 'Online';
  return presence.lastSeenAt === null ? null : `Last seen ${ago(presence.lastSeenAt, now)}`;
}

function ago(at: string, now: number): string {
  const then = Date.parse(at);
  const passed = now - then;
  if (passed < MINUTE_MS) return 'just now';
  if (passed < HOUR_MS) {
    const minutes = Math.floor(passed / MINUTE_MS);
    return minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`;
  }
  const today = startOfDay(now);
  if (then >= today) return `today at ${clockTime(at)}`;
  if (then >= startOfDay(today - HOUR_MS)) return `yesterday at ${clockTime(at)}`;
  return `on ${fullDate(at)}`;
}
