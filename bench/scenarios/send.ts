import { type Figure, type Peer, quantile } from '../figure';
import { inTurns, type Scenario, to } from '../scenario';
import { openLines, type Stage } from '../stage';
import { oneRoom, pairs, speakersOf, type TalkingPlan, twoPeople } from './talks';

const PEERS: readonly Peer[] = ['confab', 'socket.io'];

interface Pace {
  readonly talking: TalkingPlan;
  readonly everyMs: number;
}

/** From the moment somebody sends until each of the others has it, on a server that has time. */
export const send: Scenario = {
  name: 'send',
  title: 'Send → delivered',
  async run(stage) {
    const paces: Pace[] = stage.quick
      ? [{ talking: twoPeople, everyMs: 50 }]
      : [
          { talking: twoPeople, everyMs: 100 },
          { talking: pairs(100), everyMs: 2_000 },
          { talking: oneRoom(50), everyMs: 1_000 },
        ];
    const figures: Figure[] = [];
    for (const pace of paces) figures.push(...(await figuresOf(stage, pace)));
    return figures;
  },
};

async function figuresOf(stage: Stage, { talking, everyMs }: Pace): Promise<Figure[]> {
  const measured = await inTurns(stage.runs, PEERS, async (peer) => {
    await using setting = await stage.set(peer, { plan: talking.plan });
    await openLines(setting);
    const { delivered } = await setting.load.ask('talk', {
      speakers: speakersOf(talking, setting.scene.conversationIds),
      everyMs,
      ...(stage.quick ? { forMs: 1_000, warmUpMs: 500 } : { forMs: 8_000, warmUpMs: 2_000 }),
    });
    return { p50: quantile(delivered, 0.5), p99: quantile(delivered, 0.99) };
  });
  return (['p50', 'p99'] as const).map((part) => ({
    what: `${talking.name}, ${part}`,
    unit: 'ms',
    values: measured[part],
    budget: { to: to('socket.io', measured[part]), atMost: 1 },
  }));
}
