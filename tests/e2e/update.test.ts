import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { aDirect, send as say } from '../support/conversations';
import { aPerson } from '../support/people';
import { composer, expectMessages, startSession } from './support/browser';
import { aRenewing, versionOf } from './support/renewing';
import { aStage } from './support/stage';

const stage = aStage({ worker: true });

const notice = (page: Page) => page.getByRole('status').filter({ hasText: 'A new version is ready.' });

/** As a page does every hour, and when the server has come back. */
const look = (page: Page) =>
  page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });

/** Whether the page is the one that was marked, and was not loaded anew. */
const mark = (page: Page) => page.evaluate(() => void Object.assign(window, { isMarked: true }));
const isMarked = (page: Page) => page.evaluate(() => 'isMarked' in window);

test('a new version is offered, never forced, and what was being written is there when it is taken', async () => {
  await using site = await aRenewing(stage.site.url);
  const [ana, ben] = [await aPerson(site.url, 'Ana'), await aPerson(site.url, 'Ben')];
  const { id } = await aDirect(ana, ben);
  const { context, page, expectQuiet } = await stage.profile({ url: site.url });
  await startSession(context, ana.me.username);
  const other = await context.newPage();
  for (const each of [page, other]) {
    await each.goto(`/c/${id}`);
    await composer(each).waitFor();
    await expect.poll(() => each.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
    await mark(each);
  }

  await composer(page).fill('half a thought');
  site.renew('next');
  await look(page);
  await notice(page).getByRole('button', { name: 'Later' }).click();
  await notice(page).waitFor({ state: 'detached' });
  await say(ben, id, 'no hurry');
  await expectMessages(page, 'no', ['no hurry']);

  // In one tab it is taken, and in the other it stands again: the pages of both still work.
  await notice(other).getByRole('button', { name: 'Reload' }).click();
  await expect.poll(() => isMarked(other).catch(() => true)).toBe(false);
  await notice(page).waitFor();
  await composer(page).pressSequentially(', and the rest');
  expect(await isMarked(page)).toBe(true);
  await notice(page).getByRole('button', { name: 'Reload' }).click();
  await expect.poll(() => isMarked(page).catch(() => true)).toBe(false);
  await expect.poll(() => composer(page).inputValue()).toBe('half a thought, and the rest');
  for (const each of [page, other]) expect([await versionOf(each), await notice(each).count()]).toEqual(['next', 0]);
  expectQuiet();
});
