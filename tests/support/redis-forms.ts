import { startRedis } from './redis';
import { startCluster } from './redis-cluster';
import { startSentinel } from './redis-sentinel';

/** Every form that Redis can have behind `REDIS_URL`, by name, and how to start it. */
export const REDIS_FORMS: readonly (readonly [
  name: string,
  start: () => Promise<AsyncDisposable & { url: string }>,
])[] = [
  ['one Redis', startRedis],
  ['Sentinels', startSentinel],
  ['a cluster', () => startCluster()],
];
