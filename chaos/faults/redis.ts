import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../scene';

const restart: Fault = {
  name: 'redis-restart',
  lane: 'redis',
  about: 'Redis is killed and comes back empty',
  lastsMs: 5_000,
  async inject({ redis, note, count }, { milliseconds }) {
    note(`Redis is gone for ${milliseconds} ms`);
    await redis.restart(milliseconds);
    count('Redis restarted');
  },
};

const flush: Fault = {
  name: 'redis-flush',
  lane: 'redis',
  about: 'everything in Redis is deleted (FLUSHALL)',
  lastsMs: 0,
  async inject({ redis, note, count }) {
    note('FLUSHALL');
    await redis.flush();
    count('Redis flushed');
  },
};

const standstill: Fault = {
  name: 'redis-pause',
  lane: 'redis',
  about: 'Redis stands still (SIGSTOP): connections stay, nothing is answered',
  lastsMs: 30_000,
  async inject({ redis, note, count }, { milliseconds }) {
    note(`Redis stands still for ${milliseconds} ms`);
    await redis.pause(milliseconds);
    count('Redis paused');
  },
};

const subscribers: Fault = {
  name: 'subscribers-cut',
  lane: 'redis',
  about: 'only the connections that subscribe are cut, three times',
  lastsMs: 3_000,
  async inject({ redis, note, count }, { milliseconds }) {
    for (let time = 0; time < 3; time += 1) {
      note('subscribers are cut');
      await redis.cutSubscribers();
      count('subscribers cut');
      await pause(milliseconds / 3);
    }
  },
};

const apart: Fault = {
  name: 'servers-apart',
  lane: 'redis',
  about: 'one server hears nothing of the others: its line to Redis swallows everything, then is cut',
  lastsMs: 15_000,
  async inject({ servers, note, count }, { chance, milliseconds }) {
    const { index, redis } = chance.pick(servers.slots);
    note(`server ${index} is cut off from Redis for ${milliseconds} ms`);
    for (const way of ['up', 'down'] as const) redis.set(way, { blackHole: true });
    await pause(milliseconds);
    redis.cut();
    redis.heal();
    count('servers cut off from the others');
  },
};

const halfOpen: Fault = {
  name: 'redis-half-open',
  lane: 'redis',
  about: 'Redis loses its connections to one server, which is never told: they stay open and carry nothing',
  lastsMs: 0,
  async inject({ servers, note, count }, { chance }) {
    const { index, redis } = chance.pick(servers.slots);
    note(`server ${index}'s connections to Redis are half open`);
    count('connections to Redis left half open', redis.connections());
    redis.strand();
  },
};

export const REDIS_FAULTS: readonly Fault[] = [restart, flush, standstill, subscribers, apart, halfOpen];
