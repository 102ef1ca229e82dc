import type { Formats } from '~/components/app/formats';
import { startOfDay } from '~/components/app/times';
import type { Presence } from '~/contract/presence';
import type { Say } from '~/i18n/say';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface PresenceSpeech {
  readonly t: Say<'people'>;
  readonly common: Say<'common'>;
  readonly formats: Formats;
}

/** How a person is, in words; null while nothing is known or to be told. */
export function presenceWords(
  presence: Pick<Presence, 'online' | 'lastSeenAt'> | undefined,
  now: number,
  speech: PresenceSpeech,
): string | null {
  if (!presence) return null;
  if (presence.online) return speech.common('online');
  return presence.lastSeenAt === null ? null : lastSeen(presence.lastSeenAt, now, speech);
}

function lastSeen(at: string, now: number, { t, formats }: PresenceSpeech): string {
  const then = Date.parse(at);
  const passed = now - then;
  if (passed < MINUTE_MS) return t('seenNow');
  if (passed < HOUR_MS) return t('seenMinutes', { minutes: Math.floor(passed / MINUTE_MS) });
  const today = startOfDay(now);
  if (then >= today) return t('seenToday', { time: formats.clockTime(at) });
  if (then >= startOfDay(today - HOUR_MS)) return t('seenYesterday', { time: formats.clockTime(at) });
  return t('seenOn', { date: formats.fullDate(at) });
}
