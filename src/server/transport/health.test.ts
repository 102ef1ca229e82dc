import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createHealth, type Readiness } from './health';

const never = () => new Promise<never>(() => {});
const atOnce = async () => {};

async function readinessWith(reach: { database: () => Promise<unknown>; bus: () => Promise<unknown> }) {
  const health = createHealth({ ...reach, isOpen: () => true, isDraining: () => false });
  const server = createServer((request, response) => void health.ready(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const started = performance.now();
  const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const { status } = (await response.json()) as Readiness;
  server.close();
  return { code: response.status, status, waited: performance.now() - started };
}

test('whoever asks is answered in time, also when the database or the bus takes what it is asked and says nothing', async () => {
  const [withoutBus, withoutDatabase] = await Promise.all([
    readinessWith({ database: atOnce, bus: never }),
    readinessWith({ database: never, bus: never }),
  ]);
  expect(withoutBus).toMatchObject({ code: 200, status: 'degraded' });
  expect(withoutDatabase).toMatchObject({ code: 503, status: 'unready' });
  for (const { waited } of [withoutBus, withoutDatabase]) expect(waited).toBeLessThan(2_000);
});
