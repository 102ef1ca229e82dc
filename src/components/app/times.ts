import type { Instant } from '~/contract/primitives';

/** All in the browser's language and time zone; nothing here runs while the server renders. */
const clock = lazyFormat({ hour: 'numeric', minute: '2-digit' });
const weekday = lazyFormat({ weekday: 'short' });
const dayOfYear = lazyFormat({ day: 'numeric', month: 'short' });
const shortDate = lazyFormat({ dateStyle: 'short' });
const longDay = lazyFormat({ weekday: 'long', day: 'numeric', month: 'long' });
const longDate = lazyFormat({ day: 'numeric', month: 'long', year: 'numeric' });
const everything = lazyFormat({ dateStyle: 'full', timeStyle: 'short' });
const mediumDate = lazyFormat({ dateStyle: 'medium' });

const DAY_MS = 24 * 60 * 60 * 1000;

export const clockTime = (at: Instant) => clock(new Date(at));
export const exactTime = (at: Instant) => everything(new Date(at));
export const fullDate = (at: Instant) => mediumDate(new Date(at));

/** As short as a list needs: the time today, the weekday this week, then the date. */
export function listTime(at: Instant, now: number): string {
  const date = new Date(at);
  const today = startOfDay(now);
  if (date.getTime() >= today) return clock(date);
  if (date.getTime() >= startOfDay(today - 6 * DAY_MS + DAY_MS / 2)) return weekday(date);
  return date.getFullYear() === new Date(now).getFullYear() ? dayOfYear(date) : shortDate(date);
}

/** The heading over a day's messages. */
export function dayLabel(day: number, now: number): string {
  const today = startOfDay(now);
  if (day === today) return 'Today';
  // Noon of the day before, whatever the clocks did last night.
  if (day === startOfDay(today - DAY_MS / 2)) return 'Yesterday';
  const date = new Date(day);
  return date.getFullYear() === new Date(now).getFullYear() ? longDay(date) : longDate(date);
}

/** Midnight before that moment, here. */
export function startOfDay(at: Instant | number): number {
  const date = new Date(at);
  return date.setHours(0, 0, 0, 0);
}

/** Making a format is slow, using one is quick. */
function lazyFormat(options: Intl.DateTimeFormatOptions): (date: Date) => string {
  let format: Intl.DateTimeFormat | undefined;
  return (date) => {
    format ??= new Intl.DateTimeFormat(undefined, options);
    return format.format(date);
  };
}
