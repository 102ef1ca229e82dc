import { z } from 'zod';
import { LEVELS, wallClock } from './notification';

// Apart from the rule, which pages load: the schemas would bring their library along.

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time from 00:00 to 23:59');

const timeZone = z
  .string()
  .max(64)
  .refine((value) => {
    try {
      return wallClock(value) !== null;
    } catch {
      return false;
    }
  }, 'must be a time zone');

export const level = z.enum(LEVELS);

/** `account.setNotifications`: what is left out stays as it is. */
export const setNotifications = z.strictObject({
  quietUntil: z.iso.datetime({ precision: 3 }).nullish(),
  quietTime: z
    .strictObject({ from: time, to: time, timeZone })
    .refine(({ from, to }) => from !== to, { path: ['to'], error: 'must be another time than the beginning' })
    .nullish(),
  mentionsPierceMute: z.boolean().optional(),
});
export type SetNotificationsInput = z.infer<typeof setNotifications>;
