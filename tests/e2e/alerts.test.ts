import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { aDirect, send } from '../support/conversations';
import { aPerson } from '../support/people';
import { chooseFromAccount, openFromList, startSession } from './support/browser';
import { aStage } from './support/stage';

const stage = aStage({ worker: true });

interface Noted {
  /** How often a sound was begun. */
  chimes: number;
  /** The notes that sounded, in hertz. */
  readonly notes: number[];
  /** What stood on the desktop. */
  readonly shown: string[];
}

/** What a page has let be heard and seen since it was loaded. */
async function noteAlerts(page: Page): Promise<() => Promise<Noted>> {
  await page.addInitScript(() => {
    const noted: Noted = { chimes: 0, notes: [], shown: [] };
    Object.assign(window, { noted });
    const { resume } = AudioContext.prototype;
    AudioContext.prototype.resume = function () {
      noted.chimes += 1;
      return resume.call(this);
    };
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function (when) {
      noted.notes.push(this.frequency.value);
      start.call(this, when);
    };
    ServiceWorkerRegistration.prototype.showNotification = async (_title, options) =>
      void noted.shown.push(options?.body ?? '');
  });
  return () => page.evaluate(() => (window as never as { noted: Noted }).noted);
}

/** The page's icon; more than one, if its links lead to different ones. */
const icons = (page: Page) =>
  page
    .locator('link[rel~="icon"]')
    .evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute('href')))].join());

async function openSettings(page: Page): Promise<void> {
  await chooseFromAccount(page, 'Notifications');
  await page.getByRole('dialog', { name: 'Notifications' }).waitFor();
}

test('what nobody looks at marks the icon until it is read, and sounds once, or not at all where that is switched off', async () => {
  const { url } = stage.site;
  const [ana, ben] = [await aPerson(url, 'Ana'), await aPerson(url, 'Ben')];
  const { id } = await aDirect(ben, ana);
  const { context, page, expectQuiet } = await stage.profile();
  await context.grantPermissions(['notifications']);
  // This tab has the line and hears first; but nobody has touched it (to ask it anything would be that), and browsers let
  // no sound out of it.
  const untouched = await context.newPage();
  const notedThere = await noteAlerts(untouched);
  await startSession(context, ana.me.username);
  await untouched.goto('/', { waitUntil: 'networkidle' });
  const noted = await noteAlerts(page);
  await page.goto('/');
  await page.evaluate(() => navigator.serviceWorker.ready);
  const plain = await icons(page);

  // Whoever has touched nothing yet hears nothing.
  await openSettings(page);
  await page.keyboard.press('Escape');
  await send(ben, id, 'are you there?');
  await expect.poll(noted).toEqual({ chimes: 1, notes: [660, 880], shown: ['are you there?'] });
  await expect.poll(() => icons(page)).toMatch(/^data:image\/png;base64,[^,]+$/);
  expect(await noted()).toMatchObject({ chimes: 1, shown: ['are you there?'] });
  expect(await notedThere()).toEqual({ chimes: 0, notes: [], shown: [] });
  await untouched.close();

  await page.goto('/');
  await page.evaluate(() => navigator.serviceWorker.ready);
  await openSettings(page);
  const sound = page.getByRole('switch', { name: 'Sound' });
  await sound.click();
  await send(ben, id, 'and now?');
  await expect.poll(noted).toEqual({ chimes: 0, notes: [], shown: ['and now?'] });
  await expect.poll(() => icons(page)).toMatch(/^data:image\/png;base64,[^,]+$/);
  // On again it is heard at once.
  await sound.click();
  await expect.poll(noted).toEqual({ chimes: 1, notes: [660, 880], shown: ['and now?'] });
  await page.keyboard.press('Escape');
  await openFromList(page, 'Ben');
  await expect.poll(() => icons(page)).toBe(plain);
  expectQuiet();
});
