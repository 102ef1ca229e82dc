import { type Figure, median, type Peer } from '../figure';
import { queryUrl } from '../load/http';
import { inTurns, type Scenario, to } from '../scenario';
import type { Setting } from '../stage';

const PEERS = ['confab', 'socket.io'] as const satisfies readonly Peer[];

const PAGE = 50;

/** A page that ends at a number, of a conversation that is as long as the last of them. */
export const history: Scenario = {
  name: 'history',
  title: 'History',
  async run(stage) {
    const numbers = stage.quick ? [100, 1_000, 10_000] : [100, 100_000, 1_000_000];
    const length = numbers.at(-1)!;
    const measured = await inTurns(stage.runs, PEERS, async (asked) => {
      const peer = asked as (typeof PEERS)[number];
      await using setting = await stage.set(peer, {
        plan: { people: 2, conversations: [{ members: [0, 1], messages: length, searchable: false }] },
        ...(!stage.quick && { kept: `confab_bench_history_${peer.replace('.', '')}_${length}` }),
      });
      const took: Record<string, number> = {};
      for (const number of numbers) {
        const url = peer === 'confab' ? pageOf(setting, number) : skippedPageOf(setting, length - number);
        const { token } = setting.scene.people[0]!;
        // The first answers are slower: code is cold.
        await setting.load.ask('ask', { url, token, times: 2 });
        took[number] = median((await setting.load.ask('ask', { url, token, times: stage.quick ? 3 : 10 })).took);
      }
      return took;
    });
    return numbers.map((number): Figure => {
      const values = measured[number]!;
      const what = `page at number ${number.toLocaleString('en')} of ${length.toLocaleString('en')}`;
      if (number !== length) return { what, unit: 'ms', values, budget: { to: to('socket.io', values) } };
      const first = measured[numbers[0]!]!.confab!;
      return { what, unit: 'ms', values, budget: { to: { name: 'page at 100', values: first }, atMost: 1.5 } };
    });
  },
};

function pageOf({ server, scene }: Setting, number: number): string {
  const input = { conversationId: scene.conversationIds[0], before: number + 1, limit: PAGE };
  return queryUrl(server.ready.url, 'message.history', input);
}

/** The usual page: so many newer messages are skipped. */
function skippedPageOf({ server, scene }: Setting, newer: number): string {
  const page = Math.floor(newer / PAGE) + 1;
  return `${server.ready.url}/conversations/${scene.conversationIds[0]}/messages?page=${page}`;
}
