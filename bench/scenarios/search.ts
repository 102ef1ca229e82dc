import { median, type Peer } from '../figure';
import { queryUrl } from '../load/http';
import { everybody } from '../peers/scene';
import { inTurns, type Scenario, to } from '../scenario';

const PEERS: readonly Peer[] = ['confab', 'socket.io'];

/** In one message of a thousand. */
const WORD = 'word777';

/** The newest messages with a word, in all conversations of somebody. */
export const search: Scenario = {
  name: 'search',
  title: 'Search',
  async run(stage) {
    const [rooms, messages] = stage.quick ? [5, 1_000] : [50, 2_000];
    const measured = await inTurns(stage.runs, PEERS, async (peer) => {
      await using setting = await stage.set(peer, {
        plan: { people: 2, conversations: everybody(rooms).map(() => ({ members: [0, 1], messages })) },
      });
      const { server, load, scene } = setting;
      const { url: origin } = server.ready;
      const url =
        peer === 'confab' ? queryUrl(origin, 'message.search', { query: WORD }) : `${origin}/search?query=${WORD}`;
      const asked = { url, token: scene.people[1]!.token };
      await load.ask('ask', { ...asked, times: 3 });
      return { took: median((await load.ask('ask', { ...asked, times: stage.quick ? 3 : 20 })).took) };
    });
    return [
      {
        what: `a word in ${(rooms * messages).toLocaleString('en')} messages of ${rooms} conversations`,
        unit: 'ms',
        values: measured.took,
        budget: { to: to('socket.io', measured.took) },
      },
    ];
  },
};
