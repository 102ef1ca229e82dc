import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../tests/e2e/support/browser';
import { arrival, noteFrames } from '../browser/arriving';
import { atTheEnd, atTheList, opening } from '../browser/opening';
import { returning } from '../browser/returning';
import { heapOf, type Scrolled, scrollToStart } from '../browser/scrolling';
import { typing } from '../browser/typing';
import { aFreshBrowser, aVisitor, type Cookies } from '../browser/visitor';
import { BUDGET_BYTES, bytesOf, chunksOf } from '../browser/weight';
import { build, startBuilt } from '../built-site';
import { type Figure, median } from '../figure';
import { everybody, textOf } from '../peers/scene';
import type { Scenario } from '../scenario';
import type { Setting, Stage } from '../stage';

/** How often a message is awaited on the screen. */
const ARRIVALS = 20;

/** What is typed while others talk. */
const SENTENCE = 'shall we meet at the bridge at nine, or is that too early for all of you?';

/** What people feel in Chromium, with the production build. Confab alone: its peers have no pages. */
export const browser: Scenario = {
  name: 'browser',
  title: 'In the browser',
  async run(stage) {
    build({ asItIs: stage.quick });
    const sizes = stage.quick
      ? { short: 100, long: 2_000, scrolled: 500, speakers: 10 }
      : { short: 100, long: 100_000, scrolled: 5_000, speakers: 50 };
    const lengths = [sizes.short, sizes.long, sizes.scrolled];
    await using setting = await stage.set('confab', {
      plan: {
        people: sizes.speakers,
        conversations: [
          ...lengths.map((messages) => ({ members: [0], messages })),
          { members: everybody(sizes.speakers) },
        ],
      },
      processes: 0,
    });
    await using server = await startBuilt(setting.env);
    await using chromium = await launchBrowser();
    const [short, long, scrolled, busy] = setting.scene.conversationIds as [string, string, string, string];
    const cookies = await aVisitor(chromium, server.url, setting.scene);
    const at: Place = { stage, setting, chromium, url: server.url, cookies };
    const shortOpens = [];
    const longOpens = [];
    // In turns, each in a browser that has nothing of either.
    for (let run = 0; run < Math.max(5, stage.runs); run += 1) {
      shortOpens.push(await opened(at, short, sizes.short));
      longOpens.push(await opened(at, long, sizes.long));
    }
    const name = (size: number) => `a conversation of ${size.toLocaleString('en')}`;
    return [
      ...(await weighed(at, short)),
      { what: `${name(sizes.short)} opens, from the list`, unit: 'ms', values: { confab: shortOpens } },
      {
        what: `${name(sizes.long)} opens, from the list`,
        unit: 'ms',
        values: { confab: longOpens },
        budget: { to: { name: `that of ${sizes.short}`, values: shortOpens }, atMost: 1.2 },
      },
      ...(await scrolledThrough(at, scrolled)),
      ...(await arrived(at, busy)),
      ...(await typed(at, busy)),
      ...(await returned(at, short, sizes.short)),
    ];
  },
};

interface Place {
  readonly stage: Stage;
  readonly setting: Setting;
  readonly chromium: Browser;
  readonly url: string;
  readonly cookies: Cookies;
}

async function weighed({ chromium, url, cookies }: Place, conversationId: string): Promise<Figure[]> {
  const { page, context } = await aFreshBrowser(chromium, url, cookies);
  const chunks = await chunksOf(page, `/c/${conversationId}`);
  await context.close();
  const kilobytes = (ahead: boolean) => [bytesOf(chunks.filter((chunk) => chunk.ahead === ahead)) / 1024];
  return [
    {
      what: 'JavaScript of the chat route, compressed',
      unit: 'KB',
      values: { confab: kilobytes(false) },
      budget: { atMost: BUDGET_BYTES / 1024 },
    },
    { what: 'loaded ahead once it is idle, for being offline', unit: 'KB', values: { confab: kilobytes(true) } },
  ];
}

async function opened({ chromium, url, cookies }: Place, conversationId: string, length: number): Promise<number> {
  const { page, context } = await aFreshBrowser(chromium, url, cookies);
  await atTheList(page, conversationId);
  const milliseconds = await opening(page, conversationId, textOf(length));
  await context.close();
  return milliseconds;
}

async function scrolledThrough({ stage, chromium, url, cookies }: Place, conversationId: string): Promise<Figure[]> {
  const runs: (Scrolled & { readonly heap: number })[] = [];
  for (let run = 0; run < stage.runs; run += 1) {
    const { page, context } = await aFreshBrowser(chromium, url, cookies);
    await atTheList(page, conversationId);
    await atTheEnd(page, conversationId);
    const before = await heapOf(page);
    const scrolled = await scrollToStart(page);
    runs.push({ ...scrolled, heap: (await heapOf(page)) - before });
    await context.close();
  }
  const told = (what: string, unit: Figure['unit'], value: (run: (typeof runs)[0]) => number, atMost?: number) => ({
    what: `scrolling through ${median(runs.map(({ messages }) => messages)).toLocaleString('en')}: ${what}`,
    unit,
    values: { confab: runs.map(value) },
    ...(atMost !== undefined && { budget: { atMost } }),
  });
  return [
    told('the longest task', 'ms', ({ longestTask }) => longestTask, 50),
    told('pixels it jumped, at most', '', ({ jump }) => jump, 2),
    told('elements in the list, at most', '', ({ elements }) => elements),
    told('memory that stays', 'MB', ({ heap }) => heap),
  ];
}

async function arrived({ setting, chromium, url, cookies }: Place, conversationId: string): Promise<Figure[]> {
  const { page, context } = await aFreshBrowser(chromium, url, cookies);
  await noteFrames(context);
  await atTheEnd(page, conversationId);
  const arrivals = [];
  for (let count = 0; count < ARRIVALS; count += 1) {
    const text = `arrival ${count}.`;
    arrivals.push(await arrival(page, text, () => say(setting, url, conversationId, text)));
  }
  await context.close();
  return [
    {
      what: 'from a message to the screen: frames in between',
      unit: '',
      values: { confab: arrivals.map(({ frames }) => frames) },
      budget: { atMost: 1 },
    },
    {
      what: 'from a message to the screen',
      unit: 'ms',
      values: { confab: arrivals.map(({ milliseconds }) => milliseconds) },
    },
  ];
}

async function typed({ stage, setting, chromium, url, cookies }: Place, conversationId: string): Promise<Figure[]> {
  const { page, context } = await aFreshBrowser(chromium, url, cookies);
  await atTheEnd(page, conversationId);
  const { people } = setting.scene;
  await setting.load.ask('open', { peer: 'confab', urls: [url], tokens: people.map(({ token }) => token) });
  const talk = setting.load.ask('talk', {
    speakers: people.map((_, line) => ({ line, conversationId, readers: people.length - 1 })),
    everyMs: 1_000,
    forMs: stage.quick ? 4_000 : 12_000,
    warmUpMs: 0,
  });
  const slowest = [];
  for (let run = 0; run < (stage.quick ? 1 : stage.runs); run += 1) {
    slowest.push(await Promise.race([typing(page, SENTENCE.slice(0, stage.quick ? 20 : 40)), failed(talk)]));
  }
  const { perSecond } = await talk;
  await context.close();
  return [
    {
      what: `typing beside ${Math.round(perSecond)} messages a second: the slowest key (INP)`,
      unit: 'ms',
      values: { confab: slowest },
      budget: { atMost: 200 },
    },
  ];
}

async function returned({ stage, chromium, url, cookies }: Place, id: string, length: number): Promise<Figure[]> {
  const { page, context } = await aFreshBrowser(chromium, url, cookies);
  await atTheList(page, id);
  await opening(page, id, textOf(length));
  // Its state reaches the storage within a second.
  await page.waitForTimeout(2_000);
  await page.close();
  const shown = [];
  for (let run = 0; run < stage.runs; run += 1) shown.push(await returning(context, id, textOf(length)));
  await context.close();
  return [{ what: 'a second start shows the conversation, no call answered', unit: 'ms', values: { confab: shown } }];
}

/** One of the others sends a message. */
async function say({ scene }: Setting, url: string, conversationId: string, text: string): Promise<void> {
  const answer = await fetch(`${url}/api/trpc/message.send`, {
    method: 'POST',
    headers: { authorization: `Bearer ${scene.people[0]!.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ conversationId, clientId: `bench-${text.replaceAll(/\W/g, '-')}`, text }),
  });
  if (!answer.ok) throw new Error(`a send was refused: ${await answer.text()}`);
}

/** Rejects as soon as the talk does; never resolves. */
const failed = (talk: Promise<unknown>) =>
  new Promise<never>((_, reject) => {
    talk.catch(reject);
  });
