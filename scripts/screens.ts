import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { aProfile, launchBrowser, startSession } from '../tests/e2e/support/browser';
import { startSite } from '../tests/e2e/support/site';
import { aDirect, aGroup, aRoom, send } from '../tests/support/conversations';
import { aPdf, aPhoto, aPicture, aWav } from '../tests/support/files';
import { aClientId, aPerson, type Person } from '../tests/support/people';
import { uploaded } from '../tests/support/uploads';

/**
 * Takes pictures of every screen, in every width, theme and direction, to be looked at: `npm run screens`, after
 * `npm run build`; after `--`, only the looks that are named. What lies in `screens/` are the sheets of
 * each look, with every screen in all widths.
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

/** Screens on a sheet. */
const ROWS = 5;

interface Scene {
  readonly path: string;
  /** Ana, unless it is somebody else. */
  readonly by?: 'nobody' | 'ana' | 'dora';
  /** What is done there before it is looked at. */
  readonly open?: (page: Page) => Promise<void>;
}

const asked = process.argv.slice(2);

const LONG_NAME = 'Maximiliane Wolkenstein-Hohenfeldbrunn of the Upper Valley';
const LONG_WORD = 'Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen'.repeat(3);

const site = await startSite('production');
const browser = await launchBrowser();
try {
  const ana = await aPerson(site.url, 'Ana');
  const [ben, cleo, dora] = await Promise.all(['Ben', 'Cleo', 'Dora'].map((name) => aPerson(site.url, name)));
  await ben!.api.account.update.mutate({ name: LONG_NAME });
  const scenes = await scenesOf(ana, [ben!, cleo!]);
  const pages = {
    nobody: (await aProfile(browser, site)).page,
    ana: await pageOf(ana),
    dora: await pageOf(dora!),
  };
  for (const { name, theme, locale } of LOOKS.filter((look) => asked.length === 0 || asked.includes(look.name))) {
    const rows: Buffer[][] = [];
    for (const scene of scenes) {
      const page = pages[scene.by ?? 'ana'];
      await page.context().addCookies([
        { name: 'theme', value: theme, url: site.url },
        { name: 'locale', value: locale, url: site.url },
      ]);
      rows.push(await picturesOf(page, scene));
    }
    mkdirSync(FOLDER, { recursive: true });
    for (let at = 0; at < rows.length; at += ROWS) {
      await sheetOf(rows.slice(at, at + ROWS).flat(), `${FOLDER}/${name}-${1 + at / ROWS}.png`);
    }
  }
} finally {
  await browser.close();
  await site[Symbol.asyncDispose]();
}

async function pageOf({ me }: Person): Promise<Page> {
  const { page, context } = await aProfile(browser, site);
  // A build that was just made is slow at first.
  page.setDefaultTimeout(120_000);
  await startSession(context, me.username);
  return page;
}

/** What there is to be seen, and how to get there by keys alone, which are the same in every language. */
async function scenesOf(ana: Person, [ben, cleo]: readonly [Person, Person]): Promise<readonly Scene[]> {
  const direct = await aDirect(ana, ben);
  const group = await aGroup(ana, [ben, cleo], LONG_WORD.slice(0, 60));
  const room = await aRoom(ana, { slug: 'harbour', name: 'Harbour' });
  const others = await aRoom(cleo, { slug: 'garden', name: 'Garden' });
  const words = ['Good morning!', LONG_WORD, 'See https://example.org/ferries?from=here', '🎉', 'مرحبًا، كيف حالك؟'];
  for (const { id } of [direct, group]) {
    for (const text of words) await send(ana, id, text);
    for (const text of ['Fine, and you?', ...words]) await send(ben, id, text);
  }
  const conversationId = group.id;
  const say = (person: Person, about: object) =>
    person.api.message.send.mutate({ conversationId, clientId: aClientId(), ...about });
  const act = () => ({ conversationId, clientId: aClientId() });
  const shown = await say(cleo, { text: `Hello @${ana.me.username}, **look** at \`this\`:\n> quoted\n- one\n- two` });
  await say(ana, { text: 'An answer', replyToId: shown.id });
  const files = [
    await aPhoto(),
    await aPicture('lake.png', { width: 900, height: 500 }),
    aWav(),
    aPdf(`${LONG_WORD}.pdf`),
  ];
  for (const file of files) {
    const { uploadId } = await uploaded({ person: ben, url: site.url }, file);
    await say(ben, { text: '', uploadIds: [uploadId] });
  }
  for (const emoji of ['👍', '❤️', '🎉'])
    await cleo.api.message.react.mutate({ ...act(), messageId: shown.id, emoji, on: true });
  await ana.api.message.pin.mutate({ ...act(), messageId: shown.id, on: true });
  await ben.api.report.create.mutate({ conversationId, messageId: shown.id, reportReason: 'spam', note: LONG_WORD });
  await send(cleo, others.id, 'Who waters the tomatoes?');
  const keys =
    (...pressed: string[]) =>
    async (page: Page) => {
      // Shortcuts come once the page stands.
      await page.locator('a[href="#main"]').waitFor({ state: 'attached' });
      for (const key of pressed) await page.keyboard.press(key);
      await page.locator('dialog[open], [role=menu]').first().waitFor();
    };
  const accountMenu = async (page: Page) => {
    await page.locator('nav [aria-haspopup=menu]').first().click();
    await page.locator('[role=menu]').waitFor();
  };
  const tab = (index: number) => async (page: Page) => {
    await page.getByRole('tab').nth(index).click();
    await page.locator('[role=tabpanel] :is(li, p)').first().waitFor();
  };
  return [
    { path: '/sign-in', by: 'nobody' },
    { path: '/sign-up', by: 'nobody' },
    { path: '/nowhere', by: 'nobody' },
    { path: '/', by: 'dora' },
    { path: '/' },
    { path: `/c/${direct.id}` },
    { path: `/c/${group.id}` },
    { path: `/c/${group.id}/details` },
    { path: `/c/${group.id}/details`, open: tab(1) },
    { path: `/c/${room.id}` },
    { path: `/rooms/${others.slug}` },
    { path: '/rooms' },
    { path: '/search' },
    { path: `/c/${direct.id}`, open: keys('Control+k') },
    { path: `/c/${direct.id}`, open: keys('Control+/') },
    { path: `/c/${direct.id}`, open: keys('Shift+F6', 'End', 'Enter') },
    { path: '/', open: accountMenu },
    { path: '/admin' },
    { path: '/admin', open: tab(2) },
    { path: '/admin', open: tab(4) },
  ];
}

async function picturesOf(page: Page, { path, open }: Scene): Promise<Buffer[]> {
  await page.setViewportSize({ width: 1280, height: 800 });
  // Not a socket, which stays: what is asked for when the page stands.
  await page.goto(path, { waitUntil: 'networkidle' });
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
  await open?.(page);
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
