import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { AppError } from './app-error';
import { type Meters, noMeters } from './meters';
import type { RedisLink } from './redis/link';

/** At most so many within so many seconds. */
export interface Rate {
  readonly points: number;
  readonly seconds: number;
}

const MINUTE = 60;
const QUARTER = 15 * MINUTE;
const HOUR = 60 * MINUTE;

/** What is limited and why so. Counted for a person, and for an address where nobody is signed in yet. */
export const DEFAULT_RATES = {
  /** A lively writer sends ten a minute; more than thirty is a program that has lost its way. */
  message: { points: 30, seconds: MINUTE },
  /** Nobody meets more than ten new people or groups in an hour; whoever advertises does. */
  conversation: { points: 10, seconds: HOUR },
  /** Edits, deletions, pins, changes of one's profile: tidying up goes quicker than writing. */
  edit: { points: 60, seconds: MINUTE },
  /** A tap each. */
  reaction: { points: 120, seconds: MINUTE },
  /** One a second and conversation is what the client does; returning to many conversations does more at once. */
  receipt: { points: 600, seconds: MINUTE },
  /** One in three seconds is what the client does, in the conversation that is open. */
  typing: { points: 60, seconds: MINUTE },
  /** A question for each pause in typing. */
  search: { points: 60, seconds: MINUTE },
  /** Six messages with as many files as one takes. */
  upload: { points: 60, seconds: MINUTE },
  /** Somebody who is harassed reports a few at once; more is a quarrel. */
  report: { points: 20, seconds: HOUR },
  /** All files of a person, read from the disk once more. */
  export: { points: 5, seconds: HOUR },
  /** Of each incoming webhook: a program that reports, and not one that has lost its way. */
  webhook: { points: 60, seconds: MINUTE },
  /** Per address: an office or a school behind one address signs up on the same morning. */
  registration: { points: 60, seconds: HOUR },
  /** Failures per account and address: enough for a forgetful owner, too few to guess. */
  signInAccount: { points: 10, seconds: QUARTER },
  /** Failures per address: against trying one password on many accounts. */
  signInAddress: { points: 100, seconds: QUARTER },
} as const satisfies Record<string, Rate>;

/** How many connections may be open at once, in each process. */
export const DEFAULT_CONNECTIONS = {
  /** One for each tab of each device, and each program of theirs. */
  user: 100,
  /** An office or a school behind one address, with some tabs each. */
  address: 2_000,
} as const;

/** Null for no limit. */
export type Connections = Readonly<Record<keyof typeof DEFAULT_CONNECTIONS, number | null>>;

export type LimitName = keyof typeof DEFAULT_RATES;

export const LIMIT_NAMES = Object.keys(DEFAULT_RATES) as readonly LimitName[];

/** What an operator has set; `null` for no limit, and what is not named as by default. */
export type Rates = Readonly<Partial<Record<LimitName, Rate | null>>>;

export interface Limits {
  /** Counts one; throws `RATE_LIMITED` with the seconds to wait when there were too many. Across all processes of a deployment. */
  spend(limit: LimitName, key: string): Promise<void>;
  /** Takes one back that was counted: it was no failure after all. */
  restore(limit: LimitName, key: string): Promise<void>;
}

export interface LimitsOptions {
  /** Null: counted in this process. */
  readonly redis: Pick<RedisLink, 'commands'> | null;
  readonly rates: Rates;
  readonly meters?: Meters;
}

/**
 * While Redis is away every process counts for itself, so that a limit is at most multiplied by their number; nothing
 * fails for it, or waits longer than the link does.
 */
export function createLimits({ redis, rates, meters = noMeters }: LimitsOptions): Limits {
  const limiters = new Map<LimitName, RateLimiterAbstract>();
  for (const name of LIMIT_NAMES) {
    const rate = rates[name] === undefined ? DEFAULT_RATES[name] : rates[name];
    if (rate) limiters.set(name, limiterOf(name, rate, redis?.commands ?? null));
  }

  return {
    async spend(limit, key) {
      try {
        await limiters.get(limit)?.consume(key);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        meters.limited(limit);
        const retryAfter = Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
        throw new AppError('RATE_LIMITED', `Too many at once. Try again in ${retryAfter} seconds.`, { retryAfter });
      }
    },
    async restore(limit, key) {
      await limiters.get(limit)?.reward(key);
    },
  };
}

function limiterOf(
  name: LimitName,
  { points, seconds }: Rate,
  redis: RedisLink['commands'] | null,
): RateLimiterAbstract {
  const options = { keyPrefix: `confab:limit:${name}`, points, duration: seconds };
  const memory = new RateLimiterMemory(options);
  if (!redis) return memory;
  return new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory });
}

/** `30/60`: points and seconds; `off`: none. Null for what is neither. */
export function parseRate(value: string): { readonly rate: Rate | null } | null {
  if (value === 'off') return { rate: null };
  const [, points, seconds] = /^([1-9]\d{0,6})\/([1-9]\d{0,6})$/.exec(value) ?? [];
  return points && seconds ? { rate: { points: Number(points), seconds: Number(seconds) } } : null;
}

/** The variable that sets a limit: `LIMIT_SIGN_IN_ACCOUNT`. */
export function variableOf(name: LimitName): string {
  return `LIMIT_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
