import { type Figure, type Peer, quantile } from '../figure';
import { inTurns, type Scenario, to } from '../scenario';
import { openLines, type Stage } from '../stage';
import { oneRoom, pairs, speakersOf, type TalkingPlan } from './talks';

const PEERS: readonly Peer[] = ['confab', 'socket.io'];

/** How much a server keeps and delivers when everybody sends the next message as soon as one is answered. */
export const sustained: Scenario = {
  name: 'sustained',
  title: 'Sustained sends',
  async run(stage) {
    const talks = stage.quick ? [oneRoom(10)] : [oneRoom(50), pairs(100)];
    const figures: Figure[] = [];
    for (const talking of talks) figures.push(...(await figuresOf(stage, talking)));
    return figures;
  },
};

async function figuresOf(stage: Stage, talking: TalkingPlan): Promise<Figure[]> {
  const measured = await inTurns(stage.runs, PEERS, async (peer) => {
    await using setting = await stage.set(peer, { plan: talking.plan });
    await openLines(setting);
    const { kept, perSecond } = await setting.load.ask('talk', {
      speakers: speakersOf(talking, setting.scene.conversationIds),
      everyMs: 0,
      ...(stage.quick ? { forMs: 1_000, warmUpMs: 500 } : { forMs: 6_000, warmUpMs: 2_000 }),
    });
    return { perSecond, p99: quantile(kept, 0.99) };
  });
  return [
    {
      what: `${talking.name}: kept in a second`,
      unit: '/s',
      values: measured.perSecond,
      budget: { to: to('socket.io', measured.perSecond), atLeast: 1 },
    },
    {
      what: `${talking.name}: answered, p99`,
      unit: 'ms',
      values: measured.p99,
      budget: { to: to('socket.io', measured.p99), atMost: 1 },
    },
  ];
}
