import { z } from 'zod';
import { EMOJI_MAX, NAME_MAX, QUERY_MAX, TEXT_MAX } from './limits';
import { PROBLEMS } from './problems';

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
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{1,31}$/, PROBLEMS.username);

export const slug = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9])?$/, PROBLEMS.slug);

/** Visible text: trimmed, not empty, without control characters that could disguise another name. */
export const name = z
  .string()
  .trim()
  .min(1, PROBLEMS.empty)
  .max(NAME_MAX, PROBLEMS.nameLong)
  .regex(/^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]*$/u, PROBLEMS.controlCharacters);

export const query = z.string().trim().max(QUERY_MAX);

/** A message's text as the sender wrote it; blank where files speak for themselves. */
export const caption = z
  .string()
  .max(TEXT_MAX, PROBLEMS.textLong)
  .refine((value) => !/\p{Cs}/u.test(value), PROBLEMS.halfCharacter);

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
