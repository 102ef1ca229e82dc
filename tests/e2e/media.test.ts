import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { aPdf, aPhoto, aPicture, type TestFile } from '../support/files';
import {
  actOn,
  aPair,
  attach,
  chooseFromAccount,
  composer,
  expectMessages,
  expectSent,
  messageWith,
  type Pair,
  screenshot,
  send,
} from './support/browser';
import { aLineTo } from './support/cut-proxy';
import { aStage } from './support/stage';

const MEGABYTE = 1024 * 1024;

const stage = aStage();

/** Ana writes to Ben, who has the conversation open. */
async function anaAndBen({ anaUrl = stage.site.url, phone = false } = {}): Promise<Pair> {
  const ana = await stage.profile({ url: anaUrl, lineMayBeCut: anaUrl !== stage.site.url });
  const ben = await stage.profile({ phone, dark: phone });
  return aPair(ana, ben);
}

/** Where everything of the conversation is on the screen. */
const placesIn = (page: Page) =>
  page.getByRole('log', { name: 'Messages' }).evaluate((log) =>
    [...log.querySelectorAll('article, article button, article p')].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [x, y, width, height].map(Math.round).join(' ');
    }),
  );

const loadedPictures = (page: Page, text: string) =>
  messageWith(page, text).evaluate(
    (article) =>
      [...article.querySelectorAll('img')].filter(
        ({ src, complete, naturalWidth }) => src.includes('/api/media/') && complete && naturalWidth > 0,
      ).length,
  );

async function downloaded(page: Page, filename: string): Promise<string> {
  const coming = page.waitForEvent('download');
  await page.getByRole('article').getByRole('button', { name: filename }).click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe(filename);
  return sumOf(await readFile(await download.path()));
}

const sumOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test('three pictures with a caption are one message, and nothing moves while they load', async () => {
  const { ana, ben } = await anaAndBen({ phone: true });
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  await ben.page.route('**/api/media/**', async (route) => {
    await gate;
    await route.continue();
  });
  const pictures = await Promise.all([
    aPhoto('tower.jpg'),
    aPicture('lake.png', { width: 1200, height: 800 }),
    aPicture('tall.png', { width: 300, height: 900 }),
  ]);
  await attach(ana.page, pictures);
  await screenshot(ana.page, 'media-tray');
  await send(ana.page, 'our holidays');
  await expectSent(ana.page, 'our holidays');
  await expectMessages(ben.page, 'our', ['our holidays']);
  await expect.poll(() => messageWith(ben.page, 'our holidays').getByRole('button').count()).toBe(3);
  const before = await placesIn(ben.page);
  open();
  await expect.poll(() => loadedPictures(ben.page, 'our holidays'), { timeout: 20_000 }).toBe(3);
  expect(await placesIn(ben.page)).toEqual(before);
  await expect.poll(() => loadedPictures(ana.page, 'our holidays'), { timeout: 20_000 }).toBe(3);
  await screenshot(ana.page, 'media-grid');
  await screenshot(ben.page, 'media-grid-phone-dark');

  await messageWith(ana.page, 'our holidays').getByRole('button', { name: 'lake.png' }).click();
  const lightbox = ana.page.getByRole('dialog', { name: 'Pictures' });
  await lightbox.getByRole('img', { name: 'lake.png' }).first().waitFor();
  await ana.page.keyboard.press('ArrowRight');
  await expect.poll(() => isInView(lightbox.getByRole('img', { name: 'tall.png' }).first())).toBe(true);
  await screenshot(ana.page, 'media-lightbox');
  await ana.page.keyboard.press('Escape');
  await lightbox.waitFor({ state: 'detached' });
  ana.expectQuiet();
  ben.expectQuiet();
});

const isInView = (locator: ReturnType<Page['locator']>) =>
  locator.evaluate((element) => {
    const { left, right } = element.getBoundingClientRect();
    return left >= 0 && right <= window.innerWidth;
  });

describe('a large file', () => {
  const COMING = 'the book';

  const aBook = (): TestFile => ({
    ...aPdf('book.pdf'),
    bytes: Buffer.concat([aPdf().bytes, randomBytes(20 * MEGABYTE)]),
  });

  /** Fails if the bytes that had arrived were sent again. What was on its way is lost with each interruption. */
  const expectResumed = (sent: number, size: number, interruptions: number) =>
    expect(sent).toBeLessThan(size + interruptions * 5 * MEGABYTE);

  test('whose line is cut goes on where it was, and what is written meanwhile is not held up', async () => {
    await using line = await aLineTo(stage.site.url);
    const { ana, ben } = await anaAndBen({ anaUrl: line.url });
    const book = aBook();
    await attach(ana.page, [book]);
    const start = line.sent();
    const cut = line.cutAfter(0.5 * book.bytes.length);
    await send(ana.page, COMING);
    await cut;
    await ana.page.getByRole('progressbar', { name: 'Sending files' }).getByText('Waiting for connection').waitFor();
    await screenshot(ana.page, 'media-cut');
    await send(ana.page, 'the words');
    line.heal();
    await expectSent(ana.page, COMING);
    await expectMessages(ben.page, 'the', ['the words', COMING]);
    expectResumed(line.sent() - start, book.bytes.length, 1);
    expect(await downloaded(ben.page, 'book.pdf')).toBe(sumOf(book.bytes));
    ana.expectQuiet();
    ben.expectQuiet();
  });

  test('whose page is reloaded in the middle arrives all the same, once', async () => {
    await using line = await aLineTo(stage.site.url);
    const { ana, ben } = await anaAndBen({ anaUrl: line.url });
    const book = aBook();
    await attach(ana.page, [book]);
    const start = line.sent();
    // So late that to begin anew would be more than two interruptions can cost.
    const cut = line.cutAfter(0.75 * book.bytes.length);
    await send(ana.page, COMING);
    await cut;
    line.heal();
    await ana.page.reload();
    await expectSent(ana.page, COMING);
    await expectMessages(ben.page, 'the', [COMING]);
    expectResumed(line.sent() - start, book.bytes.length, 2);
    expect(await downloaded(ben.page, 'book.pdf')).toBe(sumOf(book.bytes));
    await expectMessages(ana.page, 'the', [COMING]);
    ben.expectQuiet();
  });
});

test('what is chosen and not sent yet is there after a reload, and can be taken away', async () => {
  const { ana } = await anaAndBen();
  await attach(ana.page, [await aPicture('one.png'), aPdf('two.pdf')]);
  await composer(ana.page).fill('soon');
  await expect
    .poll(async () => {
      await ana.page.reload();
      await composer(ana.page).waitFor();
      return ana.page.getByRole('list', { name: 'Files to send' }).getByRole('listitem').count();
    })
    .toBe(2);
  await ana.page.getByRole('button', { name: /^Remove two\.pdf/ }).click();
  await send(ana.page, 'now');
  await expectSent(ana.page, 'now');
  await messageWith(ana.page, 'now').getByRole('button', { name: 'one.png' }).waitFor();
  ana.expectQuiet();
});

test('a file that is not what it says is refused with words, and its text is not lost', async () => {
  const { ana } = await anaAndBen();
  await attach(ana.page, [{ ...aPdf('photo.jpg'), mimeType: 'image/jpeg' }]);
  await send(ana.page, 'look at this');
  const refused = messageWith(ana.page, 'look at this');
  await ana.page.getByRole('alert').getByRole('button', { name: 'Delete' }).waitFor();
  await screenshot(ana.page, 'media-refused');
  await refused.waitFor();
  await ana.page.getByRole('alert').getByRole('button', { name: 'Delete' }).click();
  await expectMessages(ana.page, 'look', []);
});

test('a voice message is recorded, sent and played', async () => {
  const { ana, ben } = await anaAndBen();
  await ana.page.getByRole('button', { name: 'Record a voice message' }).click();
  await expect
    .poll(() => ana.page.getByRole('timer', { name: 'Recorded' }).textContent(), { timeout: 20_000 })
    .toBe('0:02');
  await screenshot(ana.page, 'media-recording');
  await ana.page.getByRole('button', { name: 'Finish recording' }).click();
  await ana.page.getByRole('list', { name: 'Files to send' }).getByRole('listitem').waitFor();
  await ana.page.getByRole('button', { name: 'Send', exact: true }).click();
  const note = ben.page.getByRole('group', { name: 'Voice message' });
  await note.getByRole('button', { name: 'Play' }).click();
  const position = note.getByRole('slider', { name: 'Position' });
  await expect.poll(() => position.inputValue().then(Number), { timeout: 20_000 }).toBeGreaterThan(0.2);
  await screenshot(ben.page, 'media-voice');
  ana.expectQuiet();
  ben.expectQuiet();
});

test('a picture of oneself is seen by the others', async () => {
  const { ana, ben } = await anaAndBen();
  await chooseFromAccount(ana.page, 'Profile');
  const dialog = ana.page.getByRole('dialog');
  const { filename: name, mimeType, bytes: buffer } = await aPicture('me.png', { width: 500, height: 500 });
  await dialog.locator('input[type=file]').setInputFiles({ name, mimeType, buffer });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'detached' });
  // What could not be loaded once is asked for again.
  await ben.page.route('**/avatar?*', (route) => route.abort(), { times: 1 });
  await ben.page.reload();
  await expect
    .poll(() =>
      ben.page
        .locator('header img[src*="/avatar?"]')
        .evaluateAll((all) => all.some((one) => (one as HTMLImageElement).naturalWidth > 0)),
    )
    .toBe(true);
  await screenshot(ben.page, 'media-avatar');
});

test('a deleted message takes its pictures along', async () => {
  const { ana, ben } = await anaAndBen();
  await attach(ana.page, [await aPicture('secret.png')]);
  await send(ana.page, 'not for long');
  await expectSent(ana.page, 'not for long');
  await expect.poll(() => loadedPictures(ben.page, 'not for long'), { timeout: 20_000 }).toBe(1);
  const link = await messageWith(ben.page, 'not for long').locator('img[src*="/api/media/"]').getAttribute('src');
  await actOn(ana.page, 'not for long', 'Delete for everyone');
  await ana.page.getByRole('button', { name: 'Dismiss' }).click();
  await ben.page.getByRole('article').getByText('Message deleted').waitFor();
  await expect.poll(async () => (await ben.context.request.get(link!)).status()).toBe(404);
  expect(await ben.page.locator('article img[src*="/api/media/"]').count()).toBe(0);
});
