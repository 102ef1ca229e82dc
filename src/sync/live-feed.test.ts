import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aFeedOnLines, type FeedOnLines, type ScriptedLine } from './testing/scripted-lines';

const MINUTE = 60_000;

/** Refuses sockets, as a proxy does that knows none. */
const refuseSockets = (line: ScriptedLine) => (line.via === 'socket' ? line.end('lost') : line.begin());

const waysOf = ({ lines }: FeedOnLines) => lines.map(({ via }) => via);
const openWays = (scene: FeedOnLines) => scene.open().map(({ via }) => via);
const batches = ({ heard }: FeedOnLines) => heard.filter((one) => one === 'socket' || one === 'events');

/** On the events, because sockets are refused. */
async function fallenBack(options?: Parameters<typeof aFeedOnLines>[0]): Promise<FeedOnLines> {
  const scene = aFeedOnLines(options);
  scene.onOpen = refuseSockets;
  await scene.clock.advance(3_000);
  expect(openWays(scene)).toEqual(['events']);
  return scene;
}

describe('where sockets are refused', () => {
  it('the second that fails is followed by the events', async () => {
    const scene = await fallenBack();
    expect(waysOf(scene).slice(0, 3)).toEqual(['socket', 'socket', 'events']);
    expect(scene.feed.live()).not.toBeNull();
    expect(batches(scene)).toEqual(['events']);
  });

  it('one that fails is not enough', async () => {
    const scene = aFeedOnLines();
    scene.onOpen = (line) => (scene.lines.length === 1 ? line.end('lost') : line.begin());
    await scene.clock.advance(3_000);
    expect(waysOf(scene)).toEqual(['socket', 'socket']);
    expect(openWays(scene)).toEqual(['socket']);
  });

  it('a socket is tried again beside the events: soon, then every few minutes, and nothing is heard of it', async () => {
    const scene = await fallenBack();
    const heard = scene.heard.length;
    const triedAt: number[] = [];
    scene.onOpen = (line) => {
      if (line.via === 'socket') triedAt.push(scene.clock.now());
      refuseSockets(line);
    };
    const from = scene.clock.now();
    await scene.clock.advance(30 * MINUTE);
    expect((triedAt[0] ?? 0) - from).toBeLessThanOrEqual(2_000);
    const pauses = triedAt.slice(1).map((at, index) => at - (triedAt[index] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(30_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(4 * MINUTE);
    expect(scene.heard).toHaveLength(heard);
    expect(openWays(scene)).toEqual(['events']);
  });

  it('the socket takes over as soon as one gets through, and the events end only then', async () => {
    const scene = await fallenBack();
    const [events] = scene.open();
    let wasOpen: boolean | undefined;
    scene.onOpen = (line) => {
      wasOpen = events?.isOpen();
      line.begin();
    };
    await scene.clock.advance(5 * MINUTE);
    expect(wasOpen).toBe(true);
    expect(events?.isRetired()).toBe(true);
    expect(openWays(scene)).toEqual(['socket']);
    // Neither lost nor connecting in between.
    expect(scene.heard.slice(scene.heard.indexOf('events'))).toEqual(['events', 'socket']);
    expect(scene.clock.pending()).toBe(0);
  });

  it('the device being online again tries the socket at once, beside the events or before them', async () => {
    const scene = await fallenBack();
    await scene.clock.advance(10 * MINUTE);
    const tried = scene.lines.length;
    scene.feed.setOnline(true);
    await scene.clock.advance(1);
    expect(waysOf(scene).slice(tried)).toEqual(['socket']);
    expect(openWays(scene)).toEqual(['events']);
    scene.feed.setOnline(false);
    expect(scene.open()).toEqual([]);
    const before = scene.lines.length;
    scene.feed.setOnline(true);
    await scene.clock.advance(2_000);
    // One that fails is enough now.
    expect(waysOf(scene).slice(before, before + 2)).toEqual(['socket', 'events']);
  });

  it('events that are lost are tried first again, and the socket in turns with them', async () => {
    const scene = await fallenBack();
    await scene.clock.advance(20 * MINUTE);
    const before = scene.lines.length;
    scene.onOpen = (line) => line.end('lost');
    for (const line of scene.open()) line.end('lost');
    await scene.clock.advance(20_000);
    expect(waysOf(scene).slice(before, before + 4)).toEqual(['events', 'socket', 'events', 'socket']);
  });

  it('and there are no events to be had, the socket is tried on and on', async () => {
    const scene = aFeedOnLines({ hasEvents: false });
    scene.onOpen = refuseSockets;
    await scene.clock.advance(10 * MINUTE);
    expect(new Set(waysOf(scene))).toEqual(new Set(['socket']));
    expect(scene.lines.length).toBeGreaterThan(10);
  });
});

describe('where sockets are cut', () => {
  /** Lets them through and cuts them after so long. */
  const cutAfter = (scene: FeedOnLines, milliseconds: number) => (line: ScriptedLine) => {
    line.begin();
    if (line.via === 'socket') scene.clock.after(milliseconds, () => line.end('lost'));
  };

  it('within seconds, twice in a row, the events follow', async () => {
    const scene = aFeedOnLines();
    scene.onOpen = cutAfter(scene, 2_000);
    await scene.clock.advance(10_000);
    expect(waysOf(scene).slice(0, 3)).toEqual(['socket', 'socket', 'events']);
  });

  it('later than that, it is no matter of sockets', async () => {
    const scene = aFeedOnLines();
    scene.onOpen = cutAfter(scene, 15_000);
    await scene.clock.advance(10 * MINUTE);
    expect(new Set(waysOf(scene))).toEqual(new Set(['socket']));
  });

  it('a socket that took over and is cut gives way to the events at the first cut', async () => {
    const scene = aFeedOnLines();
    scene.onOpen = cutAfter(scene, 2_000);
    await scene.clock.advance(20 * MINUTE);
    const ways = waysOf(scene).slice(3);
    expect(ways.length).toBeGreaterThan(4);
    for (const [index, via] of ways.entries()) expect(via).toBe(index % 2 === 0 ? 'socket' : 'events');
  });
});

describe('a server that leaves', () => {
  it.each(['socket', 'events'] as const)(
    'over %s is left once another line is live, and nothing is noticed',
    async (via) => {
      const scene = via === 'socket' ? aFeedOnLines() : await fallenBack();
      await scene.clock.advance(via === 'socket' ? 20_000 : 20 * MINUTE);
      const [old] = scene.open();
      const from = scene.heard.length;
      const before = scene.lines.length;
      let wasOpen: boolean | undefined;
      scene.onOpen = (line) => {
        wasOpen = old?.isOpen();
        line.begin();
      };
      old?.tell([{ type: 'leaving' }]);
      await scene.clock.advance(200);
      expect(wasOpen).toBe(true);
      expect(waysOf(scene).slice(before)).toEqual([via]);
      expect(old?.isRetired()).toBe(true);
      expect(scene.open()).toHaveLength(1);
      expect(scene.heard.slice(from)).toEqual([via, via]);
    },
  );

  it('before another line is live is come back to quickly, and it is not counted as a failure', async () => {
    const scene = aFeedOnLines();
    await scene.clock.advance(20_000);
    for (let moves = 1; moves <= 5; moves += 1) {
      for (const line of scene.open()) line.end('moved');
      await scene.clock.advance(200);
      expect(scene.lines).toHaveLength(1 + moves);
      expect(openWays(scene)).toEqual(['socket']);
      await scene.clock.advance(2_000);
    }
  });

  it('and leaves again and again as soon as it has begun, is not stormed', async () => {
    const scene = aFeedOnLines();
    scene.onOpen = (line) => {
      line.begin();
      line.end('moved');
    };
    await scene.clock.advance(MINUTE);
    expect(scene.lines.length).toBeLessThan(10);
  });

  it('is waited for with the line that was opened instead, if it ends before that is live', async () => {
    const scene = aFeedOnLines();
    await scene.clock.advance(20_000);
    scene.onOpen = () => {};
    const [old] = scene.open();
    old?.tell([{ type: 'leaving' }]);
    await scene.clock.advance(200);
    old?.end('moved');
    expect(scene.heard.at(-1)).toBe('connecting');
    const [next] = scene.open();
    next?.begin();
    expect(scene.heard.at(-1)).toBe('socket');
    await scene.clock.advance(MINUTE);
    expect(scene.lines).toHaveLength(2);
    expect(scene.feed.live()).not.toBeNull();
  });
});

it('a session that is over ends both lines, whichever learns of it', async () => {
  for (const which of [0, 1]) {
    const scene = await fallenBack();
    scene.onOpen = () => {};
    await scene.clock.advance(5 * MINUTE);
    expect(openWays(scene)).toEqual(['events', 'socket']);
    scene.open()[which]?.end('signedOut');
    await scene.clock.runOut();
    expect(scene.open()).toEqual([]);
    expect(scene.heard.filter((one) => one === 'signedOut')).toHaveLength(1);
  }
});

describe('whatever happens to the network', () => {
  const network = fc.record({
    refused: fc.boolean(),
    cutAfter: fc.option(fc.integer({ min: 0, max: 30_000 }), { nil: null }),
    httpWorks: fc.boolean(),
    /** Milliseconds until a line stands. */
    slow: fc.integer({ min: 0, max: 5_000 }),
  });
  const step = fc.oneof(
    network.map((is) => ({ do: 'network' as const, is })),
    fc.integer({ min: 1, max: 5 * MINUTE }).map((milliseconds) => ({ do: 'wait' as const, milliseconds })),
    fc
      .constantFrom('offline' as const, 'online' as const, 'leave' as const, 'move' as const, 'cut' as const)
      .map((it) => ({ do: it })),
  );

  it('at most two lines are open, one of them to replace the other; and when all is well, one, over a socket', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.nat(), async (steps, seed) => {
        const scene = aFeedOnLines({ seed });
        let now = { refused: false, cutAfter: null as number | null, httpWorks: true, slow: 0 };
        const stand = (line: ScriptedLine) => {
          const { refused, cutAfter, httpWorks } = now;
          if (!line.isOpen()) return;
          if (!httpWorks || (line.via === 'socket' && refused)) return line.end('lost');
          line.begin();
          if (line.via === 'socket' && cutAfter !== null) scene.clock.after(cutAfter, () => line.end('lost'));
        };
        scene.onOpen = (line) => void scene.clock.after(now.slow, () => stand(line));
        for (const each of steps) {
          if (each.do === 'network') now = each.is;
          else if (each.do === 'wait') await scene.clock.advance(each.milliseconds);
          else if (each.do === 'offline' || each.do === 'online') scene.feed.setOnline(each.do === 'online');
          else if (each.do === 'leave') for (const line of scene.open()) line.tell([{ type: 'leaving' }]);
          else for (const line of scene.open()) line.end(each.do === 'move' ? 'moved' : 'lost');
          expect(scene.open().length).toBeLessThanOrEqual(2);
        }
        now = { refused: false, cutAfter: null, httpWorks: true, slow: 0 };
        scene.feed.setOnline(true);
        // Sockets that were let through before are cut as it was said then.
        await scene.clock.advance(60 * MINUTE);
        expect(openWays(scene)).toEqual(['socket']);
        expect(scene.feed.live()).not.toBeNull();
        expect(scene.clock.pending()).toBe(0);
        scene.feed.close();
        expect(scene.open()).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it('where sockets are blocked and HTTP works, the feed is live within half a minute, over the events', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), fc.nat(), async (steps, seed) => {
        const scene = aFeedOnLines({ seed });
        scene.onOpen = refuseSockets;
        for (const each of steps) {
          if (each.do === 'wait') await scene.clock.advance(each.milliseconds);
          else if (each.do === 'offline' || each.do === 'online') scene.feed.setOnline(each.do === 'online');
          else if (each.do !== 'network')
            for (const line of scene.open()) line.end(each.do === 'move' ? 'moved' : 'lost');
        }
        scene.feed.setOnline(true);
        await scene.clock.advance(30_000);
        expect(openWays(scene)).toContain('events');
        expect(scene.feed.live()).not.toBeNull();
      }),
      { numRuns: 200 },
    );
  });
});
