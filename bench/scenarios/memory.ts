import { setTimeout as pause } from 'node:timers/promises';
import type { Peer } from '../figure';
import { everybody } from '../peers/scene';
import { inTurns, type Scenario, to } from '../scenario';
import { openLines } from '../stage';

const PEERS: readonly Peer[] = ['confab', 'socket.io', 'ws'];

/** Connections that come and go before anything counts: by then the code is there. */
const WARM_UP = 50;

/** Milliseconds after the last connection until nothing more follows from it. */
const REST_MS = 2_000;

/** Resident memory that one more idle connection takes, with its person's feed or rooms. */
export const memory: Scenario = {
  name: 'memory',
  title: 'Idle memory',
  async run(stage) {
    const sockets = stage.quick ? 500 : 2_000;
    const measured = await inTurns(stage.runs, PEERS, async (peer) => {
      await using setting = await stage.set(peer, {
        plan: { people: sockets, conversations: [{ members: everybody(sockets) }] },
      });
      const { server, load, scene } = setting;
      await openLines({ ...setting, scene: { ...scene, people: scene.people.slice(0, WARM_UP) } });
      await load.ask('close', undefined);
      await pause(REST_MS);
      const before = await server.ask('usage', { settled: true });
      await openLines(setting);
      await pause(REST_MS);
      const after = await server.ask('usage', { settled: true });
      const bytes = after.residentBytes - before.residentBytes;
      return { connection: bytes / sockets / 1024, server: before.residentBytes / 1024 / 1024 };
    });
    return [
      {
        what: `one of ${sockets.toLocaleString('en')} idle connections`,
        unit: 'KB',
        values: measured.connection,
        budget: { to: to('socket.io', measured.connection), atMost: 1 },
      },
      { what: 'the server without connections', unit: 'MB', values: measured.server },
    ];
  },
};
