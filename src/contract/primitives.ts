import { z } from 'zod';
import { EMOJI_MAX, NAME_MAX, QUERY_MAX, TEXT_MAX } from './limits';

/** A document's id: 24 lower-case hexadecimal digits. */
export type Id = string;
/** An instant: ISO 8601 in UTC with milliseconds. */
export type Instant = string;

export const id = z.string().regex(/^[0-9a-f]{24}$/, 'must be 24 hexadecimal digits');

/** Minted by the caller once per intention; every retry carries the same one and gets the first attempt's answer. */
export const clientId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, 'must be 8 to 64 letters, digits, - or _');

/** Letters, digits, `.`, `_`, `-`; starts with a letter or digit. Unique without regard to case. */
export const username = z
  .string()
  .trim()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{1,31}$/, 'must be 2 to 32 letters, digits, dots, dashes or underscores');

export const slug = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/, 'must be 1 to 48 letters, digits or dashes');

/** Visible text: trimmed, not empty, without control characters that could disguise another name. */
export const name = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(NAME_MAX, `must be at most ${NAME_MAX} characters`)
  .regex(/^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]*$/u, 'must not contain control characters');

export const query = z.string().trim().max(QUERY_MAX);

/** A message's text as the sender wrote it; blank where files speak for themselves. */
export const caption = z
  .string()
  .max(TEXT_MAX, `must be at most ${TEXT_MAX} characters`)
  .refine((value) => !/\p{Cs}/u.test(value), 'must not contain half a character');

/** One emoji, as Unicode recommends it for interchange (RGI, UTS #51). */
export const emoji = z
  .string()
  .max(EMOJI_MAX)
  .refine((value) => ONE_EMOJI.test(value), 'must be one emoji');

/** Built from a string: the `v` flag is newer than the language level the compiler writes. */
const ONE_EMOJI = /^\p{RGI_Emoji}$/v;

/** The number of an entry: 1, 2, 3 … */
export const seq = z.int().min(1);

/** What a member may do: an owner everything, an admin everything but set roles. */
export type Role = 'owner' | 'admin' | 'member';
