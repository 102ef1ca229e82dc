import { expect, test } from 'vitest';
import { openDirect, signUp } from './support/browser';
import { aStage } from './support/stage';

const stage = aStage();

test('who is new is led to the first chat, by steps that stay until they are done or put away', async () => {
  const [ana, ben] = [await stage.profile(), await stage.profile()];
  const benName = await signUp(ben.page, 'Ben');
  const { page } = ana;
  await signUp(page, 'Ana');
  const steps = page.getByRole('region', { name: 'Welcome to Confab, Ana' });
  await steps.getByRole('button', { name: /^Invite others/ }).click();
  await steps.getByText('1 of 4 done').waitFor();
  await openDirect(page, benName);
  await steps.getByText('2 of 4 done').waitFor();
  await page.reload();
  await steps.getByText('2 of 4 done').waitFor();
  await steps.getByRole('button', { name: 'Not now' }).click();
  await steps.waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('list', { name: 'Conversations' }).getByRole('link', { name: 'Ben' }).waitFor();
  expect(await steps.count()).toBe(0);
  ana.expectQuiet();
});
