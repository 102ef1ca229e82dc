import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { FRAME_MAX_BYTES } from '~/contract/limits';
import { openSocket, tcp, upgradeRequest } from '../../tests/support/sockets';
import type { Fault } from '../scene';

/** Calls in one batch, of which fifty are allowed. */
const HUGE_BATCH = 10_000;

/** Bytes that are not the protocol, sent after the upgrade. */
const GARBAGE: readonly Buffer[] = [
  Buffer.alloc(4_096, 0xa7),
  Buffer.from([0xc1, 0x82, 0, 0, 0, 0, 0x7b, 0x7d]),
  Buffer.from([0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
  Buffer.from([0x81, 0x83, 0, 0, 0, 0, 0xc3, 0x28, 0xff]),
  Buffer.from('GET / HTTP/1.1\r\n\r\n'),
];

/** Messages that are no calls. */
const NONSENSE: readonly string[] = [
  '{"id":1,',
  'null',
  '[]',
  '{"id":1,"method":"__proto__","params":{"path":"__proto__"}}',
  '['.repeat(FRAME_MAX_BYTES),
  JSON.stringify(
    Array.from({ length: 1_000 }, (_, id) => ({
      id,
      method: 'query',
      params: { path: 'account.me', input: { $ne: 1 } },
    })),
  ),
];

export const abuse: Fault = {
  name: 'abuse',
  lane: 'crowds',
  about: 'beside everybody else: malformed frames, messages far too large, batches of 10,000 calls',
  lastsMs: 15_000,
  async inject({ servers, population, note, count }, { chance, milliseconds }) {
    note('abuse begins');
    const until = Date.now() + milliseconds;
    while (Date.now() < until) {
      const [target] = chance.shuffled(servers.targets());
      if (target) {
        const url = `http://127.0.0.1:${target.port}`;
        const { token } = chance.pick(population.people);
        // What becomes of the abuser is other tests' business; a server that goes away takes it along.
        await Promise.allSettled([
          garbage(url, token),
          nonsense(url, token),
          oversized(url, token),
          hugeBatch(url, token),
        ]);
        count('rounds of abuse');
      }
      await pause(200);
    }
  },
};

async function garbage(url: string, token: string): Promise<void> {
  for (const bytes of GARBAGE) {
    const stream = await tcp(url);
    stream.write(upgradeRequest('/api/live', { Authorization: `Bearer ${token}` }));
    await Promise.race([once(stream, 'data'), once(stream, 'close'), pause(1_000)]);
    stream.write(bytes);
    await Promise.race([once(stream, 'close'), pause(1_000)]);
    stream.destroy();
  }
}

async function nonsense(url: string, token: string): Promise<void> {
  await using socket = await openSocket(url, { token });
  for (const message of NONSENSE) socket.ws.send(message);
  await Promise.race([socket.closed, pause(500)]);
}

async function oversized(url: string, token: string): Promise<void> {
  await using socket = await openSocket(url, { token });
  socket.ws.send('x'.repeat(4 * FRAME_MAX_BYTES));
  await Promise.race([socket.closed, pause(1_000)]);
}

async function hugeBatch(url: string, token: string): Promise<void> {
  const paths = Array.from({ length: HUGE_BATCH }, () => 'account.me').join(',');
  const body = JSON.stringify(Object.fromEntries(Array.from({ length: HUGE_BATCH }, (_, index) => [index, {}])));
  const response = await fetch(`${url}/api/trpc/${paths}?batch=1`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body,
    signal: AbortSignal.timeout(5_000),
  });
  await response.arrayBuffer();
}
