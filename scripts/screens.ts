import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { aProfile, call, launchBrowser, sendAll, signUp } from '../tests/e2e/support/browser';
import { startSite } from '../tests/e2e/support/site';

/**
 * Takes pictures of every screen, in every width, theme and direction, to be looked at: `npm run screens`, after
 * `npm run build`; after `--`, only the looks that are named. What lies in `screens/` is one sheet for each look, with all screens and widths on it.
 */
const FOLDER = 'screens';
const WIDTHS = [360, 768, 1280, 1920] as const;
const LOOKS = [
  { name: 'light', theme: 'light', locale: 'en' },
  { name: 'dark', theme: 'dark', locale: 'en' },
  { name: 'contrast', theme: 'contrast', locale: 'en' },
  { name: 'light-rtl', theme: 'light', locale: 'ar' },
  { name: 'dark-rtl', theme: 'dark', locale: 'ar' },
] as const;
/** Pixels each picture is wide on its sheet. */
const SHOWN = { width: 480, height: 360 };

const asked = process.argv.slice(2);

const LONG_NAME = 'Maximiliane Wolkenstein-Hohenfeldbrunn of the Upper Valley';
const LONG_WORD = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen'.repeat(3);

const site = await startSite('production');
const browser = await launchBrowser();
try {
  const ana = await aProfile(browser, site);
  const ben = await aProfile(browser, site);
  // A build that was just made is slow at first.
  ana.page.setDefaultTimeout(120_000);
  await signUp(ana.page, 'Ana');
  const benName = await signUp(ben.page, 'Ben');
  await call(ben.context, 'account.update', { name: LONG_NAME });
  const found = await ana.context.request.get(
    `/api/trpc/user.search?input=${encodeURIComponent(JSON.stringify({ query: benName }))}`,
  );
  const [{ id: benId }] = (await found.json()).result.data as [{ id: string }];
  const open = (path: string, input: object) => call<{ id: string; slug: string }>(ana.context, path, input);
  const direct = await open('conversation.openDirect', { userId: benId });
  const group = await open('conversation.createGroup', { name: LONG_WORD.slice(0, 60), memberIds: [benId] });
  const room = await open('room.create', { slug: 'harbour', name: 'Harbour' });
  const words = ['Good morning!', LONG_WORD, 'See https://example.org/ferries?from=here', '🎉', 'مرحبًا، كيف حالك؟'];
  for (const { id } of [direct, group]) {
    await sendAll(ana.context, id, words);
    await sendAll(ben.context, id, ['Fine, and you?', ...words]);
  }
  const places = [
    '/',
    `/c/${direct.id}`,
    `/c/${group.id}`,
    `/c/${group.id}/details`,
    `/c/${room.id}`,
    '/search',
    '/rooms',
  ];
  mkdirSync(FOLDER, { recursive: true });
  for (const { name, theme, locale } of LOOKS.filter((look) => asked.length === 0 || asked.includes(look.name))) {
    await ana.context.addCookies([
      { name: 'theme', value: theme, url: site.url },
      { name: 'locale', value: locale, url: site.url },
    ]);
    const pictures: Buffer[] = [];
    for (const path of places) pictures.push(...(await picturesOf(ana.page, path)));
    await sheetOf(pictures, `${FOLDER}/${name}.png`);
  }
} finally {
  await browser.close();
  await site[Symbol.asyncDispose]();
}

async function picturesOf(page: Page, path: string): Promise<Buffer[]> {
  await page.goto(path);
  await page.locator('nav').first().waitFor({ state: 'attached' });
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  const pictures: Buffer[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width < 700 ? 740 : Math.round(width * 0.66) });
    // What is measured is drawn in the frame after.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    pictures.push(await page.screenshot());
  }
  return pictures;
}

async function sheetOf(pictures: readonly Buffer[], file: string): Promise<void> {
  const small = await Promise.all(
    pictures.map((picture) =>
      sharp(picture)
        .resize({ ...SHOWN, fit: 'contain', background: '#888' })
        .toBuffer(),
    ),
  );
  const rows = Math.ceil(small.length / WIDTHS.length);
  const sheet = { width: SHOWN.width * WIDTHS.length, height: SHOWN.height * rows, channels: 3 as const };
  await sharp({ create: { ...sheet, background: '#888' } })
    .composite(
      small.map((input, at) => ({
        input,
        left: (at % WIDTHS.length) * SHOWN.width,
        top: Math.floor(at / WIDTHS.length) * SHOWN.height,
      })),
    )
    .png()
    .toFile(file);
}
