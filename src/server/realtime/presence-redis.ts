import type { Result } from 'ioredis';
import type { RedisLink } from '~/server/redis/link';
import { LEASE_MS, type PresenceStore } from './presence';
import { memoryPresence } from './presence-memory';

/** Keeps Confab's keys apart from others' on a shared Redis, and in one slot of a cluster. */
const PREFIX = 'confab:{presence}:';
/** Person → when the last of their leases ends. */
const ONLINE = `${PREFIX}online`;
/** Connection → when its lease ends, for one person. */
const leasesOf = (userId: string) => `${PREFIX}leases:${userId}`;

/** People asked for by one command: it holds up everybody else's for well under a millisecond. */
const ASKED_AT_ONCE = 1_000;

/** Redis tells the time, so that the clocks of processes do not matter. */
const NOW = `local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`;

const SCRIPTS = {
  renewLease: {
    numberOfKeys: 2,
    lua: `${NOW}
local ends = now + tonumber(ARGV[3])
local stood = redis.call('ZSCORE', KEYS[1], ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
redis.call('ZADD', KEYS[2], ends, ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
redis.call('ZADD', KEYS[1], ends, ARGV[1])
if stood and tonumber(stood) > now then return 0 end
return 1`,
  },
  releaseLease: {
    numberOfKeys: 2,
    lua: `${NOW}
redis.call('ZREM', KEYS[2], ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
local last = redis.call('ZREVRANGE', KEYS[2], 0, 0, 'WITHSCORES')
if last[2] then
  redis.call('ZADD', KEYS[1], last[2], ARGV[1])
  return 0
end
return redis.call('ZREM', KEYS[1], ARGV[1])`,
  },
  whoIsOnline: {
    numberOfKeys: 1,
    lua: `${NOW}
local online = {}
for _, person in ipairs(ARGV) do
  local ends = redis.call('ZSCORE', KEYS[1], person)
  if ends and tonumber(ends) > now then online[#online + 1] = person end
end
return online`,
  },
  countOnline: { numberOfKeys: 1, lua: `${NOW}return redis.call('ZCOUNT', KEYS[1], '(' .. now, '+inf')` },
  expireLeases: {
    numberOfKeys: 1,
    lua: `${NOW}
local gone = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now, 'LIMIT', 0, ${ASKED_AT_ONCE})
if #gone > 0 then redis.call('ZREM', KEYS[1], unpack(gone)) end
return gone`,
  },
} as const;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    renewLease(online: string, leases: string, userId: string, id: string, ms: number): Result<number, Context>;
    releaseLease(online: string, leases: string, userId: string, id: string): Result<number, Context>;
    whoIsOnline(online: string, ...userIds: string[]): Result<string[], Context>;
    countOnline(online: string): Result<number, Context>;
    expireLeases(online: string): Result<string[], Context>;
  }
}

/**
 * The leases of many processes. While Redis is away each process answers from its own connections, at once or after the
 * link's wait; when it is back, they are registered again.
 */
export function redisPresence({ commands: redis }: RedisLink, { leaseMs = LEASE_MS } = {}): PresenceStore {
  const own = memoryPresence({ leaseMs });
  /** Connection → person, of this process. */
  const held = new Map<string, string>();
  for (const [name, script] of Object.entries(SCRIPTS)) redis.defineCommand(name, script);

  const renew = (userId: string, connectionId: string) =>
    redis.renewLease(ONLINE, leasesOf(userId), userId, connectionId, leaseMs);

  const registerAll = () => {
    for (const [connectionId, userId] of held) renew(userId, connectionId).catch(() => {});
  };
  redis.on('ready', registerAll);

  return {
    async renew(userId, connectionId) {
      held.set(connectionId, userId);
      const came = await own.renew(userId, connectionId);
      return renew(userId, connectionId).then(Boolean, () => came);
    },
    async release(userId, connectionId) {
      held.delete(connectionId);
      const went = await own.release(userId, connectionId);
      return redis.releaseLease(ONLINE, leasesOf(userId), userId, connectionId).then(Boolean, () => went);
    },
    async online(userIds) {
      // Whoever is connected here is online, whatever Redis has forgotten.
      const online = new Set(await own.online(userIds));
      const pages = Array.from({ length: Math.ceil(userIds.length / ASKED_AT_ONCE) }, (_, page) =>
        userIds.slice(page * ASKED_AT_ONCE, (page + 1) * ASKED_AT_ONCE),
      );
      const answers = await Promise.all(pages.map((page) => redis.whoIsOnline(ONLINE, ...page).catch(() => [])));
      for (const userId of answers.flat()) online.add(userId);
      return online;
    },
    count: async () => redis.countOnline(ONLINE).catch(() => own.count()),
    async expire() {
      const lapsed = await own.expire();
      return redis.expireLeases(ONLINE).catch(() => lapsed);
    },
    async close() {
      redis.off('ready', registerAll);
    },
  };
}
