import { expect, test } from 'vitest';
import { aPair, chooseFromAccount, composer, expectMessages, messageWith, send } from './support/browser';
import { aStage } from './support/stage';
import { storedBy } from './support/stored';

const stage = aStage({ worker: true });

test('an installed Confab starts without its server, sends what was written once, and forgets who signs out', async () => {
  const [ana, ben] = await Promise.all([stage.profile({ lineMayBeCut: true }), stage.profile({ lineMayBeCut: true })]);
  const { conversationId } = await aPair(ana, ben);
  const { page } = ana;

  const manifest = await page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel=manifest]');
    return (await fetch(link?.href ?? '')).json();
  });
  expect(manifest).toMatchObject({ name: 'Confab', start_url: '/', display: 'standalone' });
  for (const { src, sizes, type } of manifest.icons) {
    const drawn = await page.evaluate(async (url) => {
      const icon = new Image();
      icon.src = url;
      await icon.decode();
      return `${icon.naturalWidth}x${icon.naturalHeight}`;
    }, src);
    expect([drawn, type]).toEqual([sizes, 'image/png']);
  }
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect.poll(async () => (await storedBy(page)).timelines.has(conversationId)).toBe(true);

  await stage.site.kill();
  await page.reload();
  await messageWith(page, 'hello Ben').waitFor();
  await send(page, 'from the train');
  await page.goto('/rooms');
  await page.goto('/');
  await page.getByRole('list', { name: 'Conversations' }).getByRole('link', { name: 'Ben' }).click();
  await composer(page).waitFor();
  await messageWith(page, 'from the train').waitFor();

  await stage.site.start();
  await expectMessages(ben.page, 'from', ['from the train']);
  await page.reload();
  await expectMessages(page, 'from', ['from the train']);

  await chooseFromAccount(page, 'Sign out');
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Username or e-mail').waitFor();
  await stage.site.kill();
  await page.goto(`/c/${conversationId}`);
  await page.getByText('You are offline').waitFor();
  expect((await storedBy(page)).conversations.size).toBe(0);
  expect(await page.content()).not.toContain('hello Ben');
  await stage.site.start();
  ana.expectQuiet();
});
