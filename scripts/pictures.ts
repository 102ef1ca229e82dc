import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { type Demo, openDemo } from '../demo/open';
import { record } from './pictures/recording';

/** Makes the pictures of the README out of the demo: `npm run build && npm run pictures`, with fonts for emojis and Chinese. */
const FOLDER = 'docs/images';
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

const dataDir = mkdtempSync(join(tmpdir(), 'confab-pictures-'));
mkdirSync(FOLDER, { recursive: true });
const demo = await openDemo({ dataDir, port: 0, built: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'],
});
try {
  await picture('desktop', { viewport: DESKTOP }, (page) => openTalk(page, 'crew'));
  await picture('dark', { viewport: DESKTOP, colorScheme: 'dark' }, (page) => openTalk(page, 'kitchen'));
  await picture('phone', { viewport: PHONE, hasTouch: true, deviceScaleFactor: 2 }, (page) =>
    openTalk(page, 'linyue-robin'),
  );
  await picture('arabic', { viewport: DESKTOP, locale: 'ar' }, (page) => openTalk(page, 'layla-robin'));
  await record({ demo, browser, file: join(FOLDER, 'live.webp') });
} finally {
  await browser.close();
  await demo.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function picture(
  name: string,
  options: BrowserContextOptions,
  show: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  await page.goto(demo.linkFor('robin'));
  await show(page);
  const taken = await page.screenshot();
  const { size } = await sharp(taken)
    .webp({ quality: 84, effort: 6 })
    .toFile(join(FOLDER, `${name}.webp`));
  console.log(`${name}.webp: ${Math.round(size / 1024)} KB`);
  await context.close();
}

/** Its newest messages, with all their pictures. */
async function openTalk(page: Page, talk: keyof Demo['conversations']): Promise<void> {
  await page.goto(`${demo.url}/c/${demo.conversations[talk]}`);
  await page.getByRole('article').last().waitFor();
  await page.getByRole('log').evaluate((log) => {
    log.scrollTop = log.scrollHeight;
  });
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
}
