import type { Peer } from '../figure';
import { quantile } from '../figure';
import { everybody } from '../peers/scene';
import { inTurns, type Scenario } from '../scenario';
import { openLines } from '../stage';

const PEERS = ['confab', 'socket.io'] as const satisfies readonly Peer[];

/** Messages that everybody had, and that there are when they come back: a page holds them. */
const HAD = 20;
const HEAD = 40;

/** Milliseconds in which everybody is back: longer, and people reload the page, which makes it worse. */
const BACK_MS = 10_000;

/** Commands to the database that one client may cost when it comes back, however many do. */
const COMMANDS_MAX = 16;

/** Everybody's connection breaks, twenty messages are written, and everybody comes back in the same moment. */
export const reconnect: Scenario = {
  name: 'reconnect',
  title: 'Coming back',
  async run(stage) {
    const sockets = stage.quick ? 50 : 1_000;
    const measured = await inTurns(stage.runs, PEERS, async (asked) => {
      const peer = asked as (typeof PEERS)[number];
      await using setting = await stage.set(peer, {
        plan: { people: sockets, conversations: [{ members: everybody(sockets), messages: HEAD, unread: HEAD - HAD }] },
        counting: true,
      });
      const { server, load, scene } = setting;
      await openLines(setting);
      await load.ask('close', undefined);
      await server.ask('usage', { settled: true });
      await server.ask('commands', undefined);
      const took = await load.ask('comeBack', {
        peer,
        url: server.ready.url,
        tokens: scene.people.map(({ token }) => token),
        conversationId: scene.conversationIds[0]!,
        had: HAD,
        head: HEAD,
      });
      const commands = (await server.ask('commands', undefined)) / sockets;
      return { p50: quantile(took, 0.5), last: quantile(took, 1), commands };
    });
    const clients = `${sockets.toLocaleString('en')} clients`;
    return [
      { what: `${clients}: half are back and have caught up after`, unit: 'ms', values: measured.p50 },
      { what: `${clients}: the last has after`, unit: 'ms', values: measured.last, budget: { atMost: BACK_MS } },
      {
        what: `${clients}: round trips to the database for each`,
        unit: '',
        values: measured.commands,
        budget: { atMost: COMMANDS_MAX },
      },
    ];
  },
};
