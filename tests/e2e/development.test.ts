import { afterAll, beforeAll, expect, test } from 'vitest';
import { aProfile, expectMessages, launchBrowser, openDirect, send, signUpThroughPage } from './support/browser';
import { type Site, startSite } from './support/site';

let site: Site;
beforeAll(async () => {
  site = await startSite('development');
});
afterAll(() => site?.[Symbol.asyncDispose]());

test('the development server serves two people who chat, and its console stays empty', async () => {
  const browser = await launchBrowser();
  try {
    const ana = await aProfile(browser, site.url);
    const ben = await aProfile(browser, site.url, { dark: true });
    // The first page is compiled when it is asked for.
    ana.page.setDefaultNavigationTimeout(90_000);
    await signUpThroughPage(ana.page, 'Ana');
    const benName = await signUpThroughPage(ben.page, 'Ben');
    await openDirect(ana.page, benName);
    await send(ana.page, 'hello Ben');
    await ben.page.getByRole('link', { name: /Ana/ }).first().click();
    await expectMessages(ben.page, 'hello', ['hello Ben']);
    await send(ben.page, 'hello Ana');
    await expectMessages(ana.page, 'hello', ['hello Ben', 'hello Ana']);
    ana.expectQuiet();
    ben.expectQuiet();
    expect(browser.contexts()).toHaveLength(2);
  } finally {
    await browser.close();
  }
});
