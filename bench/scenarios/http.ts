import { build, startDeployed } from '../built-site';
import { type Figure, median, type Peer } from '../figure';
import { inTurns, type Scenario, to } from '../scenario';
import type { Setting, Stage } from '../stage';
import { speakersOf, twoPeople } from './talks';

const PEERS: readonly Peer[] = ['confab', 'socket.io'];

/** A send and its answer, over the socket and over HTTP: through Next's route, and through Express. */
export const http: Scenario = {
  name: 'http',
  title: 'HTTP against socket',
  async run(stage) {
    build({ asItIs: stage.quick });
    const measured = await inTurns(stage.runs, PEERS, async (peer) => {
      await using setting = await stage.set(peer, { plan: twoPeople.plan, processes: 0 });
      await using server = await startDeployed(peer, setting.env);
      const { url } = server;
      return { socket: await overSocket(stage, setting, url), http: await overHttp(stage, setting, url) };
    });
    const socket: Figure = {
      what: 'a send and its answer, over the socket',
      unit: 'ms',
      values: measured.socket,
      budget: { to: to('socket.io', measured.socket) },
    };
    return [socket, { ...socket, what: 'a send and its answer, over HTTP', ...overHttpOf(measured) }];
  },
};

const overHttpOf = ({ socket, http }: Readonly<Record<'socket' | 'http', Figure['values']>>) => ({
  values: http,
  budget: { to: { name: 'its socket', values: socket.confab! } },
});

async function overSocket(stage: Stage, { peer, load, scene }: Setting, url: string): Promise<number> {
  await load.ask('open', { peer, urls: [url], tokens: scene.people.map(({ token }) => token) });
  const { kept } = await load.ask('talk', {
    speakers: speakersOf(twoPeople, scene.conversationIds),
    everyMs: 25,
    ...(stage.quick ? { forMs: 1_000, warmUpMs: 500 } : { forMs: 5_000, warmUpMs: 2_000 }),
  });
  return median(kept);
}

async function overHttp(stage: Stage, { peer, load, scene }: Setting, url: string): Promise<number> {
  const [conversationId] = scene.conversationIds;
  const asked = {
    url: peer === 'confab' ? `${url}/api/trpc/message.send` : `${url}/conversations/${conversationId}/messages`,
    token: scene.people[0]!.token,
  };
  const bodies = (count: number, name: string) =>
    Array.from({ length: count }, (_, index) => ({
      text: 'shall we meet at the bridge?',
      ...(peer === 'confab' && { conversationId, clientId: `bench-${name}-${index}` }),
    }));
  const count = stage.quick ? 20 : 150;
  await load.ask('ask', { ...asked, bodies: bodies(count, 'cold') });
  return median((await load.ask('ask', { ...asked, bodies: bodies(count, 'warm') })).took);
}
