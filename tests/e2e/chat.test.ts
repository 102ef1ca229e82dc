import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  aPair,
  chooseFromAccount,
  composer,
  expectMessages,
  expectSent,
  numbered,
  openDirect,
  screenshot,
  send,
  sendAll,
  signUp,
  signUpThroughPage,
} from './support/browser';
import { aLineTo } from './support/cut-proxy';
import { aStage } from './support/stage';

const stage = aStage();

const connected = (page: Page) => page.getByRole('img', { name: /^Connected/ }).waitFor();

/** Two people, each on a line of their own, in their direct chat. */
async function anaAndBen() {
  const [anaLine, benLine] = [await aLineTo(stage.site.url), await aLineTo(stage.site.url)];
  const ana = await stage.profile({ url: anaLine.url, lineMayBeCut: true });
  const ben = await stage.profile({ url: benLine.url, lineMayBeCut: true });
  return { ...(await aPair(ana, ben)), anaLine, benLine };
}

describe('two people', () => {
  test('sign up through the page, open a direct chat, and see what each other writes', async () => {
    const ana = await stage.profile();
    const ben = await stage.profile({ phone: true, dark: true });
    await signUpThroughPage(ana.page, 'Ana');
    const benName = await signUpThroughPage(ben.page, 'Ben');
    await screenshot(ben.page, 'welcome-phone-dark');
    await openDirect(ana.page, benName);
    await send(ana.page, 'chat one');
    await ben.page.getByRole('link', { name: /Ana/ }).first().click();
    await expectMessages(ben.page, 'chat', ['chat one']);
    await send(ben.page, 'chat two');
    await expectMessages(ana.page, 'chat', ['chat one', 'chat two']);
    await screenshot(ana.page, 'direct-desktop-light');
    await screenshot(ben.page, 'direct-phone-dark');
    ana.expectQuiet();
    ben.expectQuiet();
  });

  test('what comes while one is cut off is there in order, once, when the line is back', async () => {
    const { ana, ben, benLine } = await anaAndBen();
    benLine.cut();
    await ben.page
      .getByText(/Reconnecting/)
      .first()
      .waitFor();
    await screenshot(ben.page, 'reconnecting');
    for (const text of numbered('away', 1, 5)) await send(ana.page, text);
    await expectSent(ana.page, 'away 5');
    await send(ben.page, 'away too');
    benLine.heal();
    const all = [...numbered('away', 1, 5), 'away too'];
    await expectMessages(ben.page, 'away', all);
    await expectMessages(ana.page, 'away', all);
    ana.expectQuiet();
    ben.expectQuiet();
  });

  test('a page closed while its messages wait sends them, in order and once, when it is opened again', async () => {
    const { ana, ben, anaLine } = await anaAndBen();
    anaLine.cut();
    await ana.page
      .getByText(/Reconnecting/)
      .first()
      .waitFor();
    for (const text of numbered('kept', 1, 4)) await send(ana.page, text);
    await ana.page
      .getByRole('img', { name: /Waiting to be sent|Sending/ })
      .nth(3)
      .waitFor();
    const address = ana.page.url();
    await ana.page.close();
    anaLine.heal();
    const again = await ana.context.newPage();
    await again.goto(address);
    await expectMessages(ben.page, 'kept', numbered('kept', 1, 4));
    await expectMessages(again, 'kept', numbered('kept', 1, 4));
    ben.expectQuiet();
  });

  test('a reload in the middle of sending loses and doubles nothing', async () => {
    const { ana, ben } = await anaAndBen();
    for (const text of numbered('fast', 1, 8)) await send(ana.page, text);
    await ana.page.reload();
    for (const text of numbered('fast', 9, 12)) await send(ana.page, text);
    await expectMessages(ben.page, 'fast', numbered('fast', 1, 12));
    await expectMessages(ana.page, 'fast', numbered('fast', 1, 12));
  });

  test('a second tab of the same person has the same messages, live', async () => {
    const { ana, ben } = await anaAndBen();
    const tab = await ana.context.newPage();
    await tab.goto(ana.page.url());
    await send(ben.page, 'tabs one');
    await send(ana.page, 'tabs two');
    await expectMessages(ben.page, 'tabs', ['tabs one', 'tabs two']);
    await expectMessages(tab, 'tabs', ['tabs one', 'tabs two']);
    await expectMessages(ana.page, 'tabs', ['tabs one', 'tabs two']);
  });

  test('a server killed right after an answer has the message when it is back, and both go on by themselves', async () => {
    const { ana, ben } = await anaAndBen();
    await send(ana.page, 'crash one');
    await expectSent(ana.page, 'crash one');
    await stage.site.kill();
    await send(ben.page, 'crash two');
    await stage.site.start();
    await expectMessages(ana.page, 'crash', ['crash one', 'crash two']);
    await expectMessages(ben.page, 'crash', ['crash one', 'crash two']);
    await Promise.all([connected(ana.page), connected(ben.page)]);
  });
});

describe('one person', () => {
  test('finds a draft again after a reload', async () => {
    const { ana } = await anaAndBen();
    await composer(ana.page).fill('half a thought');
    await ana.page.reload();
    await expect.poll(() => composer(ana.page).inputValue()).toBe('half a thought');
  });

  test('reads older messages by scrolling up, and what is being read does not move', async () => {
    const { ana, ben, conversationId } = await anaAndBen();
    await sendAll(ana.context, conversationId, numbered('line', 1, 130));
    await ben.page.reload();
    const log = ben.page.getByRole('log', { name: 'Messages' });
    await log.getByText('line 130', { exact: true }).waitFor();
    const firstShown = () =>
      log.evaluate((element) => {
        const top = element.getBoundingClientRect().top;
        const row = [...element.querySelectorAll('article')].find((one) => one.getBoundingClientRect().top >= top);
        const text = row?.querySelector('p[dir=auto]')?.textContent ?? '';
        return { text, offset: row ? row.getBoundingClientRect().top - top : 0 };
      });
    const offsetOf = (text: string) =>
      log.evaluate((element, wanted) => {
        const row = [...element.querySelectorAll('article')].find(
          (one) => one.querySelector('p[dir=auto]')?.textContent === wanted,
        );
        return row ? row.getBoundingClientRect().top - element.getBoundingClientRect().top : Number.NaN;
      }, text);
    const oldestHeld = async () => Math.min(...(await held()));
    const held = () =>
      log.evaluate((element) =>
        [...element.querySelectorAll('article p[dir=auto]')]
          .map((one) => Number(/^line (\d+)$/.exec(one.textContent ?? '')?.[1]))
          .filter((n) => !Number.isNaN(n)),
      );
    const before = await oldestHeld();
    expect(before).toBeGreaterThan(30);
    await ben.page.route('**/api/trpc/message.history**', async (route) => {
      // The page is slow, so that the place being read is known before it comes.
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue();
    });
    await log.evaluate((element) => element.scrollTo({ top: 120 }));
    const reading = await firstShown();
    await expect.poll(oldestHeld, { timeout: 20_000 }).toBeLessThan(before);
    expect(Math.abs((await offsetOf(reading.text)) - reading.offset)).toBeLessThanOrEqual(2);
    await send(ana.page, 'line 131');
    await ben.page.getByRole('button', { name: /new message/i }).waitFor();
    expect(Math.abs((await offsetOf(reading.text)) - reading.offset)).toBeLessThanOrEqual(2);
    await screenshot(ben.page, 'scrolled-up');
  });

  test('makes a room, which another finds, joins, writes in and leaves', async () => {
    const ana = await stage.profile();
    const ben = await stage.profile({ phone: true });
    await signUp(ana.page, 'Ana');
    await signUp(ben.page, 'Ben');
    const room = `Harbour ${Date.now()}`;
    await ana.page.getByRole('button', { name: 'New conversation' }).first().click();
    await ana.page.getByRole('tab', { name: /room/i }).click();
    await ana.page.getByLabel('Room name').fill(room);
    await ana.page.getByRole('button', { name: /create/i }).click();
    await composer(ana.page).waitFor();
    await ben.page.goto('/rooms');
    await ben.page.getByRole('searchbox', { name: 'Find rooms' }).fill(room);
    await screenshot(ben.page, 'rooms-phone');
    await ben.page.getByRole('button', { name: `Join ${room}` }).click();
    await composer(ben.page).waitFor();
    await send(ben.page, 'room hello');
    await expectMessages(ana.page, 'room', ['room hello']);
    await ana.page.getByText('Ben joined').waitFor();
    await screenshot(ana.page, 'room-desktop');
    await ben.page.goto('/rooms');
    await ben.page.getByRole('searchbox', { name: 'Find rooms' }).fill(room);
    await ben.page.getByRole('button', { name: `Leave ${room}` }).click();
    await ana.page.getByText('Ben left').waitFor();
    ana.expectQuiet();
    ben.expectQuiet();
  });

  test('is told that the password is wrong, signs in, and signs out', async () => {
    const ana = await stage.profile();
    const username = await signUp(ana.page, 'Ana');
    await chooseFromAccount(ana.page, 'Sign out');
    await ana.page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
    await ana.page.getByLabel('Username or e-mail').fill(username);
    await ana.page.getByLabel('Password').fill('not my password');
    await ana.page.getByRole('button', { name: 'Sign in' }).click();
    await ana.page
      .getByRole('alert')
      .filter({ hasText: /not right/ })
      .waitFor();
    await screenshot(ana.page, 'sign-in');
    await ana.page.getByLabel('Password').fill('correct horse battery');
    await ana.page.getByRole('button', { name: 'Sign in' }).click();
    await ana.page.getByRole('button', { name: 'New conversation' }).first().waitFor();
  });
});
