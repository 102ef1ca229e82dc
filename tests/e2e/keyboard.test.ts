import { expect, test } from 'vitest';
import { aGroup } from '../support/conversations';
import { aClientId, aPerson, PASSWORD } from '../support/people';
import { composer, messageWith } from './support/browser';
import { aStage } from './support/stage';

const stage = aStage();

/** The machine may have other things to do. */
const PATIENT = { timeout: 15_000, interval: 50 };

test('a whole chat is held by keyboard alone, and the focus is never lost', async () => {
  const { url } = stage.site;
  const [ana, ben] = [await aPerson(url, 'Ana'), await aPerson(url, 'Ben')];
  const { id: groupId } = await aGroup(ana, [ben]);
  const { page } = await stage.profile();
  const press = (...keys: string[]) =>
    keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
  const type = (words: string) => page.keyboard.type(words);
  const focused = () =>
    page.evaluate(() => {
      const { activeElement: one } = document;
      return one?.matches('textarea') ? 'composer' : (one?.getAttribute('aria-label') ?? one?.textContent ?? '');
    });
  const expectFocus = (name: string | RegExp) => expect.poll(focused, PATIENT).toMatch(name);

  await page.goto('/sign-in');
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('name')), PATIENT).toBe('login');
  await type(ana.me.username);
  await press('Tab');
  await type(PASSWORD);
  await press('Enter');
  // The shortcuts come once the page stands.
  await page.locator('a[href="#main"]').waitFor({ state: 'attached' });

  await press('Control+k');
  await page.getByRole('combobox').waitFor();
  await type(ben.me.username);
  await page.getByRole('option', { name: ben.me.username }).waitFor();
  await press('Enter');
  await expectFocus('composer');
  await type('good morning');
  await press('Enter');
  await messageWith(page, 'good morning').getByRole('img', { name: 'Sent' }).waitFor();

  const conversationId = page.url().split('/').at(-1)!;
  const answer = { conversationId, clientId: aClientId(), text: 'what a day' };
  await ben.api.message.send.mutate(answer);
  await page.getByRole('status').filter({ hasText: 'Ben: what a day' }).waitFor({ state: 'attached' });

  await press('Shift+F6');
  await expectFocus(/^Ben/);
  await press('+');
  await page.getByRole('searchbox', { name: 'Find emojis' }).waitFor();
  await type('thumbs up');
  await page.getByRole('button', { name: 'thumbs up' }).first().waitFor();
  await press('Enter');
  await messageWith(page, 'what a day').getByRole('button', { name: /^👍 1/ }).waitFor();
  await expectFocus(/^Ben/);

  await press('r');
  await expectFocus('composer');
  await type('indeed');
  await press('Enter', 'ArrowUp');
  await page.getByRole('region', { name: 'Editing' }).waitFor();
  await type(' it is');
  await press('Enter');
  await messageWith(page, 'indeed it is').getByText('edited').waitFor();
  await expectFocus('composer');

  await press('Shift+F6', 'End', 'Enter');
  await page.getByRole('menu').waitFor();
  await press('ArrowDown', 'Escape');
  await expectFocus(/^You/);
  await press('ArrowUp', 'ArrowUp', 'ArrowDown');
  await expectFocus(/^Ben/);
  await press('Tab');
  await expectFocus('React');
  await press('Escape', 'End', 'Delete');
  await messageWith(page, 'Message deleted').waitFor();
  await expectFocus(/^You/);

  await press('Escape');
  await expectFocus('composer');
  await press('F6');
  await expect.poll(() => page.locator('nav :focus').count(), PATIENT).toBe(1);
  await type('typed');
  await expectFocus('composer');
  expect(await composer(page).inputValue()).toBe('typed');

  await press('Alt+ArrowDown');
  await page.waitForURL(`/c/${groupId}`);
  await expectFocus('composer');
  await press('Control+/');
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  await press('Escape');
  await expectFocus('composer');
  await press('Control+k');
  await type('>settings');
  await press('Enter');
  await page.getByRole('dialog').getByLabel('Name').waitFor();
  await press('Escape');
  await expectFocus('composer');
  await press('Control+k');
  await type('>sign out');
  await press('Enter');
  await page.getByRole('dialog', { name: /Sign out/ }).waitFor();
  await press('Tab', 'Tab', 'Enter');
  await page.waitForURL(/sign-in/);
});
