import { WebSocket } from 'ws';
import { jitteredBackoff } from '~/sync/clock';
import type { Fault } from '../scene';
import { within } from '../waiting';

/** Milliseconds all of them have to be live; far more than it takes, for other things go wrong meanwhile. */
const LIVE_MS = 180_000;

/** Milliseconds before the first try to come back and before a late one, as clients do. */
const RETRY_MS = { first: 1_000, last: 30_000 };

interface Light {
  isLive: boolean;
  /** Tries in a row that did not get there. */
  failures: number;
  socket: WebSocket;
}

const SUBSCRIBE = JSON.stringify({ id: 1, method: 'subscription', params: { path: 'feed.live' } });

export const stampede: Fault = {
  name: 'stampede',
  lane: 'crowds',
  about: 'many further sockets (--sockets) with a feed each are cut at once, and all come back at the same moment',
  lastsMs: 0,
  async inject({ servers, population, sockets: size, note, count, complain }, { chance }) {
    let isOver = false;

    function dial(light: Light): void {
      const targets = servers.targets();
      const { token } = chance.pick(population.people);
      const port = targets.length > 0 ? chance.pick(targets).port : 9;
      const headers = { authorization: `Bearer ${token}` };
      const socket = new WebSocket(`ws://127.0.0.1:${port}/api/live`, { headers });
      light.socket = socket;
      socket.on('open', () => socket.send(SUBSCRIBE));
      socket.on('message', (data) => {
        const text = data.toString();
        if (text === 'PING') socket.send('PONG');
        else if (text.includes('"heads"')) {
          light.isLive = true;
          light.failures = 0;
        }
        // A feed that could not begin: come back, as every client does.
        else if (text.includes('"error"')) socket.close();
      });
      socket.on('error', () => {});
      socket.once('close', () => {
        light.isLive = false;
        if (isOver) return;
        const pause = jitteredBackoff({ random: chance.next }, light.failures, RETRY_MS.first, RETRY_MS.last);
        light.failures += 1;
        setTimeout(() => !isOver && dial(light), pause);
      });
    }

    const lights: Light[] = Array.from({ length: size }, () => {
      const light = { isLive: false, failures: 0 } as Light;
      dial(light);
      return light;
    });
    const live = () => lights.filter(({ isLive }) => isLive).length;
    const all = (milliseconds: number) => within(milliseconds, () => live() === size);
    if (!(await all(LIVE_MS))) complain('harmless', `only ${live()} of ${size} further sockets came up`);
    note(`${size} further sockets are live; all are cut at once`);
    const start = Date.now();
    for (const { socket } of lights) socket.terminate();
    await within(1_000, () => live() === 0);
    if (!(await all(LIVE_MS))) complain('harmless', `only ${live()} of ${size} sockets came back`);
    note(`${live()} of ${size} are back after ${Date.now() - start} ms`);
    count('sockets that came back together', size);
    isOver = true;
    for (const { socket } of lights) socket.terminate();
  },
};
