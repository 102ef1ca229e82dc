import { type Figure, median, type Peer } from '../figure';
import { queryUrl } from '../load/http';
import { everybody } from '../peers/scene';
import { inTurns, type Scenario, to } from '../scenario';
import type { Stage } from '../stage';

const PEERS = ['confab', 'socket.io'] as const satisfies readonly Peer[];

/** Conversations that the longest page has. */
const PAGE_MAX = 500;

/** The list of somebody's conversations, with previews and unread counts: the first page of at most 500. */
export const list: Scenario = {
  name: 'list',
  title: 'List of conversations',
  async run(stage) {
    const sizes = stage.quick ? [10, 50] : [10, 500, 5_000];
    const measured = [];
    for (const size of sizes) measured.push({ size, ...(await measure(stage, size)) });
    const shortest = measured[0]!.commands;
    return measured.flatMap(({ size, took, commands }): Figure[] => [
      {
        what: `${size.toLocaleString('en')} conversations`,
        unit: 'ms',
        values: took,
        budget: { to: to('socket.io', took) },
      },
      {
        what: `${size.toLocaleString('en')} conversations: round trips to the database`,
        unit: '',
        values: commands,
        ...(size !== sizes[0] && {
          budget: { to: { name: `list of ${sizes[0]}`, values: shortest.confab! }, atMost: 1 },
        }),
      },
    ]);
  },
};

function measure(stage: Stage, size: number) {
  return inTurns(stage.runs, PEERS, async (peer) => {
    await using setting = await stage.set(peer, {
      plan: { people: 2, conversations: everybody(size).map(() => ({ members: [0, 1], messages: 5, unread: 2 })) },
      counting: true,
    });
    const { server, load, scene } = setting;
    const limit = Math.min(size, PAGE_MAX);
    const { url: origin } = server.ready;
    const url =
      peer === 'confab' ? queryUrl(origin, 'conversation.list', { limit }) : `${origin}/conversations?limit=${limit}`;
    // The second one wrote nothing.
    const asked = { url, token: scene.people[1]!.token };
    await load.ask('ask', { ...asked, times: 3 });
    await server.ask('commands', undefined);
    const times = stage.quick ? 3 : 20;
    const { took } = await load.ask('ask', { ...asked, times });
    return { took: median(took), commands: (await server.ask('commands', undefined)) / times };
  });
}
