import { type Figure, median, type Peer, quantile } from '../figure';
import { inTurns, type Scenario, to } from '../scenario';
import { openLines, type Stage } from '../stage';
import { oneRoom, speakersOf } from './talks';

const PEERS: readonly Peer[] = ['confab', 'socket.io'];

/** The slowest of all who speak at once, as a multiple of the median: who is on the other server is not forgotten. */
const FAIR = 5;

/** One conversation that people of several processes write in at once. The processes share one core. */
export const processes: Scenario = {
  name: 'processes',
  title: 'One conversation on several processes',
  async run(stage) {
    const counts = stage.quick ? [1, 2] : [1, 2, 4];
    const figures: Figure[] = [];
    for (const count of counts) figures.push(...(await figuresOf(stage, count)));
    return figures;
  },
};

async function figuresOf(stage: Stage, count: number): Promise<Figure[]> {
  const talking = oneRoom(stage.quick ? 8 : 50);
  const measured = await inTurns(stage.runs, PEERS, async (peer) => {
    await using setting = await stage.set(peer, { plan: talking.plan, processes: count });
    await openLines(setting);
    const speakers = speakersOf(talking, setting.scene.conversationIds);
    const { perSecond } = await setting.load.ask('talk', {
      speakers,
      everyMs: 0,
      ...(stage.quick ? { forMs: 1_000, warmUpMs: 500 } : { forMs: 4_000, warmUpMs: 1_000 }),
    });
    const rounds = await setting.load.ask('chorus', { speakers, rounds: stage.quick ? 3 : 20 });
    return { perSecond, slowest: median(rounds.map((waits) => quantile(waits, 1) / median(waits))) };
  });
  const name = `${count} ${count === 1 ? 'process' : 'processes'}, ${talking.name}`;
  return [
    {
      what: `${name}: kept in a second`,
      unit: '/s',
      values: measured.perSecond,
      budget: { to: to('socket.io', measured.perSecond) },
    },
    {
      what: `${name}, all at once: the slowest by the median`,
      unit: '',
      values: measured.slowest,
      budget: { atMost: FAIR },
    },
  ];
}
