import { useLocale } from 'use-intl/react';
import type { Instant } from '~/contract/primitives';
import type { Locale } from '~/i18n/locales';
import { startOfDay } from './times';

/** Dates, times, sizes and the like as a language writes them, in the time zone of the device. */
export type Formats = ReturnType<typeof formatsOf>;

/** Nothing of it is shown while the server renders: it does not know the time zone. */
export function useFormats(): Formats {
  return formatsIn(useLocale());
}

const known = new Map<Locale, Formats>();

export function formatsIn(locale: Locale): Formats {
  const formats = known.get(locale) ?? formatsOf(locale, regionalOf(locale));
  known.set(locale, formats);
  return formats;
}

/** The language as this device asks for it: the region decides between 12 and 24 hours and the order in dates. */
function regionalOf(locale: Locale): string {
  const wanted = typeof navigator === 'undefined' ? [] : (navigator.languages ?? []);
  return wanted.find((one) => one.split('-')[0] === locale) ?? locale;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

function formatsOf(locale: Locale, regional: string) {
  // One page, one kind of digits, whatever the region is used to.
  const { numberingSystem } = new Intl.NumberFormat(locale).resolvedOptions();
  const dated = (options: Intl.DateTimeFormatOptions) =>
    lazily(() => new Intl.DateTimeFormat(regional, { numberingSystem, ...options }));
  const clock = dated({ hour: 'numeric', minute: '2-digit' });
  const weekday = dated({ weekday: 'short' });
  const dayOfYear = dated({ day: 'numeric', month: 'short' });
  const shortDate = dated({ dateStyle: 'short' });
  const longDay = dated({ weekday: 'long', day: 'numeric', month: 'long' });
  const longDate = dated({ day: 'numeric', month: 'long', year: 'numeric' });
  const everything = dated({ dateStyle: 'full', timeStyle: 'short' });
  const mediumDate = dated({ dateStyle: 'medium' });
  const near = lazily(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  const plain = lazily(() => new Intl.NumberFormat(locale));
  const twoDigits = lazily(() => new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 }));
  const items = lazily(() => new Intl.ListFormat(locale, { type: 'conjunction' }));

  const inUnit = (value: number, unit: string, options: Intl.NumberFormatOptions = {}) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long', ...options }).format(value);

  return {
    clockTime: (at: Instant) => clock().format(new Date(at)),
    exactTime: (at: Instant) => everything().format(new Date(at)),
    fullDate: (at: Instant) => mediumDate().format(new Date(at)),

    /** As short as a list needs: the time today, the weekday this week, then the date. */
    listTime(at: Instant, now: number): string {
      const date = new Date(at);
      const today = startOfDay(now);
      if (date.getTime() >= today) return clock().format(date);
      if (date.getTime() >= startOfDay(today - 6 * DAY_MS + DAY_MS / 2)) return weekday().format(date);
      return (date.getFullYear() === new Date(now).getFullYear() ? dayOfYear() : shortDate()).format(date);
    },

    /** The heading over a day's messages. */
    dayLabel(day: number, now: number): string {
      const today = startOfDay(now);
      if (day === today) return begun(near().format(0, 'day'), locale);
      // Noon of the day before, whatever the clocks did last night.
      if (day === startOfDay(today - DAY_MS / 2)) return begun(near().format(-1, 'day'), locale);
      const date = new Date(day);
      return (date.getFullYear() === new Date(now).getFullYear() ? longDay() : longDate()).format(date);
    },

    number: (value: number) => plain().format(value),
    list: (names: readonly string[]) => items().format(names),

    /** A time to wait, rounded up. */
    duration(seconds: number): string {
      if (seconds < 90) return inUnit(Math.ceil(seconds), 'second');
      const minutes = Math.ceil(seconds / 60);
      return minutes < 90 ? inUnit(minutes, 'minute') : inUnit(Math.ceil(minutes / 60), 'hour');
    },

    /** Bytes as people say it, like `1.2 MB`; in steps of 1024, as limits are counted. */
    fileSize(bytes: number): string {
      const step = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
      const value = bytes / 1024 ** step;
      return inUnit(value, UNITS[step] ?? 'byte', {
        unitDisplay: step === 0 ? 'long' : 'short',
        maximumFractionDigits: step === 0 || value >= 10 ? 0 : 1,
      });
    },

    /** How long something plays, like `0:07`, `12:30` or `1:02:03`. */
    playTime(milliseconds: number): string {
      const seconds = Math.max(0, Math.round(milliseconds / 1000));
      const hours = Math.floor(seconds / 3600);
      const minutes = Math.floor(seconds / 60) % 60;
      const rest = twoDigits().format(seconds % 60);
      if (hours === 0) return `${plain().format(minutes)}:${rest}`;
      return `${plain().format(hours)}:${twoDigits().format(minutes)}:${rest}`;
    },
  };
}

/** With a capital where the script has any. */
function begun(words: string, locale: Locale): string {
  return words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);
}

/** Making a format is slow, using one is quick. */
function lazily<F>(make: () => F): () => F {
  let made: F | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
