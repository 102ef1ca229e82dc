import type { Attached } from '../files';
import type { Picture } from '../pictures';

/** What else is known of a line. */
export interface More {
  /** How long before the present the talk goes on with this line: `2d 3h`, `40m`. Else soon after the line before. */
  readonly ago?: string;
  /** A name, for those that answer it. */
  readonly key?: string;
  /** The line it answers. */
  readonly to?: string;
  readonly files?: readonly Attached[];
  /** Usernames by emoji. */
  readonly reactions?: Readonly<Record<string, readonly string[]>>;
  /** What it was changed to. */
  readonly edited?: string;
  readonly deleted?: true;
  /** Who pinned it. */
  readonly pinnedBy?: string;
}

/** By whom, and what. */
export type Line = readonly [username: string, text: string, more?: More];

/** What somebody set for themselves. */
export interface Set {
  readonly pinned?: true;
  readonly archived?: true;
  readonly muted?: true;
}

/** A conversation and what was said in it. */
export interface Talk {
  readonly key: string;
  readonly kind: 'room' | 'group' | 'direct';
  /** Of groups and rooms; a room's `key` is its slug. */
  readonly name?: string;
  readonly picture?: Picture;
  /** Who made it first. */
  readonly members: readonly string[];
  readonly set?: Readonly<Record<string, Set>>;
  /** How many of the last lines somebody has not seen. */
  readonly unseen?: Readonly<Record<string, number>>;
  readonly lines: readonly Line[];
}

const UNITS_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000 };

/** `2d 3h` in milliseconds. */
export function span(text: string): number {
  return text.split(' ').reduce((sum, part) => {
    const unit = UNITS_MS[part.slice(-1)];
    const amount = Number(part.slice(0, -1));
    if (unit === undefined || !(amount >= 0)) throw new Error(`no span of time: ${text}`);
    return sum + amount * unit;
  }, 0);
}
