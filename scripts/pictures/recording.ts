import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import type { Demo } from '../../demo/open';
import { aLineTo } from '../../tests/e2e/support/cut-proxy';

export interface RecordingOptions {
  readonly demo: Demo;
  readonly browser: Browser;
  readonly file: string;
}

const WINDOW = { width: 520, height: 620 };
/** Between the windows, and around them. */
const GAP = 12;
/** Changes that follow sooner are one. */
const BLINK_MS = 50;
/** The longest that nothing moves, but for the end. */
const PAUSE_MS = 700;
const REST_MS = 1_500;
/** At most, without the rest. */
const LASTS_MS = 11_000;
const TALK = 'robin-sasha';

/** What a page looked like from a moment on. */
interface Frame {
  readonly at: number;
  readonly jpeg: Buffer;
}

/** Two windows side by side, one of them on a line that is cut and comes back; as a moving picture. */
export async function record({ demo, browser, file }: RecordingOptions): Promise<void> {
  await using line = await aLineTo(demo.url);
  const [left, right] = [await aWindow(demo.url, 'robin', 'light'), await aWindow(line.url, 'sasha', 'dark')];
  const frames = [await watch(left), await watch(right)] as const;
  const from = Date.now();

  await write(left, 'Are you at the boathouse yet?');
  await right.getByText('Are you at the boathouse yet?').last().waitFor();
  await write(right, 'Almost! Under the bridge now.');
  await react(left, 'Almost! Under the bridge now.');
  await left.waitForTimeout(600);
  line.cut();
  await right
    .getByText(/Reconnecting/)
    .first()
    .waitFor();
  await write(left, 'Frieda needs the long ladder.');
  await write(right, 'No signal here, I will bring it');
  await right.waitForTimeout(900);
  line.heal();
  await right.getByText('Frieda needs the long ladder.').last().waitFor();
  await left.getByText('No signal here, I will bring it').last().waitFor();
  await left.waitForTimeout(1_600);

  const size = await compose(frames, { from, to: Date.now() }, file);
  console.log(`${file}: ${Math.round(size / 1024)} KB`);
  await left.context().close();
  await right.context().close();

  async function aWindow(url: string, username: string, colorScheme: 'light' | 'dark'): Promise<Page> {
    const context = await browser.newContext({ viewport: WINDOW, colorScheme });
    const page = await context.newPage();
    await page.goto(demo.linkFor(username));
    await page.goto(`${url}/c/${demo.conversations[TALK]}`);
    await page.getByRole('article').last().waitFor();
    await page.waitForLoadState('networkidle');
    return page;
  }
}

async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: /^Message/ }).pressSequentially(text, { delay: 45 });
  await page.keyboard.press('Enter');
}

async function react(page: Page, text: string): Promise<void> {
  await page.getByRole('article').filter({ hasText: text }).last().hover();
  await page.getByRole('toolbar', { name: 'Message actions' }).getByRole('button').first().click();
  await page.getByText('❤️', { exact: true }).last().click();
}

/** Keeps every frame the browser paints from now on. */
async function watch(page: Page): Promise<readonly Frame[]> {
  const frames: Frame[] = [{ at: 0, jpeg: await page.screenshot({ type: 'jpeg', quality: 95 }) }];
  const session = await page.context().newCDPSession(page);
  session.on('Page.screencastFrame', ({ data, sessionId }) => {
    frames.push({ at: Date.now(), jpeg: Buffer.from(data, 'base64') });
    session.send('Page.screencastFrameAck', { sessionId }).catch(() => {});
  });
  await session.send('Page.startScreencast', { format: 'jpeg', quality: 95 });
  return frames;
}

async function compose(
  sides: readonly (readonly Frame[])[],
  { from, to }: { from: number; to: number },
  file: string,
): Promise<number> {
  const changes = sides.flat().map((frame) => frame.at);
  const moments = [from, ...changes.filter((at) => at > from && at < to).sort((one, other) => one - other)];
  const shownAt = moments.filter(
    (at, index) => (moments[index + 1] ?? to) - at >= BLINK_MS || index === moments.length - 1,
  );
  // A machine that is slow shows the same in the same time.
  const waits = shownAt.map((at, index) => Math.min(PAUSE_MS, Math.max(BLINK_MS, (shownAt[index + 1] ?? to) - at)));
  const haste = Math.max(1, waits.reduce((sum, wait) => sum + wait, 0) / LASTS_MS);
  const delay = waits.map((wait, index) => (index === waits.length - 1 ? REST_MS : Math.round(wait / haste)));
  const pages: Buffer[] = [];
  for (const at of shownAt) {
    const shown = sides.map((frames) => frames.findLast((frame) => frame.at <= at)!.jpeg);
    const composed = sharp({
      create: {
        width: 2 * WINDOW.width + 3 * GAP,
        height: WINDOW.height + 2 * GAP,
        channels: 3,
        background: '#8b8fa3',
      },
    }).composite(shown.map((input, side) => ({ input, left: GAP + side * (WINDOW.width + GAP), top: GAP })));
    pages.push(await composed.png({ compressionLevel: 1 }).toBuffer());
  }
  const { size } = await sharp(pages, { join: { animated: true } })
    .webp({ quality: 70, effort: 4, minSize: true, delay, loop: 0 })
    .toFile(file);
  return size;
}
