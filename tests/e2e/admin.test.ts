import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { send as say } from '../support/conversations';
import { aPerson } from '../support/people';
import { actOn, chooseFromAccount, openFromList, signIn } from './support/browser';
import { aStage } from './support/stage';

const stage = aStage();

const TABS = ['People', 'Rooms', 'Reports', 'Storage', 'Live', 'Audit log'];

/** Whether nothing reaches over the edge of the page. */
const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth);

test('a member reports a message, and an admin disables its author, who is out at once', async () => {
  const { url } = stage.site;
  // Whoever is the first is the admin.
  const admin = await aPerson(url, 'Admin');
  const [ana, ben] = [await aPerson(url, 'Ana'), await aPerson(url, 'Ben')];
  const group = await ana.api.conversation.createGroup.mutate({
    name: 'The trip',
    memberIds: [ben.me.id, admin.me.id],
  });
  await say(ben, group.id, 'buy my watches');

  const [anaAt, benAt, adminAt] = [await stage.profile(), await stage.profile(), await stage.profile()];
  await Promise.all([
    signIn(anaAt.page, ana.me.username),
    signIn(benAt.page, ben.me.username),
    signIn(adminAt.page, admin.me.username),
  ]);
  await openFromList(anaAt.page, 'The trip');
  await actOn(anaAt.page, 'buy my watches', 'Report…');
  await anaAt.page.getByRole('radio', { name: 'Advertising or spam' }).check();
  await anaAt.page.getByRole('dialog').getByRole('button', { name: 'Report' }).click();
  await anaAt.page.getByText('Thank you.').waitFor();
  await anaAt.page.goto(`${url}/admin`);
  await anaAt.page.getByText('buy my watches').waitFor({ state: 'detached' });
  expect(await anaAt.page.getByRole('heading', { name: 'Administration' }).count()).toBe(0);

  const { page } = adminAt;
  await chooseFromAccount(page, 'Administration');
  await page.setViewportSize({ width: 360, height: 740 });
  for (const name of TABS) {
    await page.getByRole('tab', { name }).click();
    await page.getByRole('tabpanel', { name }).locator('li, p, select').first().waitFor();
    expect({ name, fits: await fits(page) }).toEqual({ name, fits: true });
  }
  await page.getByRole('tab', { name: 'Reports' }).click();
  await page.getByText('buy my watches').waitFor();
  await page.getByRole('button', { name: 'Disable the author' }).click();
  await page.getByLabel('Reason').fill('advertising');
  await page.getByRole('dialog').getByRole('button', { name: 'Disable the author' }).click();
  await page.getByText('No report is waiting.').waitFor();
  await benAt.page.waitForURL(/sign-in/);
  await page.getByRole('tab', { name: 'Audit log' }).click();
  await page.getByText('advertising').waitFor();
});
