import { mkdirSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import type { TestFile } from '../../support/files';
import { aClientId, PASSWORD } from '../../support/people';
import type { Site } from './site';

const SCREENSHOTS = 'tests/e2e/screenshots';

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // A microphone that hears a beep, and whose use is not asked for.
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ],
  });
}

/** What Chromium itself writes when a line is cut; everything else on the console is ours and must not be. */
const CUT_LINE = /net::ERR_|WebSocket connection to .* failed|status of 503|error occurred when fetching the script/;

/** What the driver writes where no service worker is to be. */
const NO_WORKER = 'Service Worker registration blocked by Playwright';

export interface Profile {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Fails if the page wrote an error to its console or threw one. */
  expectQuiet(): void;
}

export interface ProfileOptions {
  /** Where Confab is for this person; by default, the site itself. */
  readonly url?: string;
  readonly lineMayBeCut?: boolean;
  readonly phone?: boolean;
  readonly dark?: boolean;
  /** Whether the service worker is installed, as it is by default; by that a browser that is new keeps the whole build. */
  readonly worker?: boolean;
}

/** A person's browser: cookies and storage of its own. */
export async function aProfile(
  browser: Browser,
  site: Pick<Site, 'url'>,
  options: ProfileOptions = {},
): Promise<Profile> {
  const context = await browser.newContext({
    baseURL: options.url ?? site.url,
    viewport: options.phone ? { width: 360, height: 740 } : { width: 1280, height: 800 },
    hasTouch: options.phone ?? false,
    colorScheme: options.dark ? 'dark' : 'light',
    serviceWorkers: options.worker === false ? 'block' : 'allow',
  });
  const errors: string[] = [];
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text());
  });
  context.on('weberror', (error) => errors.push(String(error.error())));
  const page = await context.newPage();
  return {
    context,
    page,
    expectQuiet() {
      const mayBe = (text: string) => text === NO_WORKER || (options.lineMayBeCut && CUT_LINE.test(text));
      expect(errors.filter((text) => !mayBe(text))).toEqual([]);
    },
  };
}

let people = 0;

function aUsername(name: string): string {
  people += 1;
  return `${name.toLowerCase()}${people}`;
}

const shown = (page: Page) => page.getByRole('button', { name: 'New conversation' }).first().waitFor();

/** Signs up through the page; the username is new each time. */
export async function signUpThroughPage(page: Page, name: string): Promise<string> {
  const username = aUsername(name);
  await page.goto('/sign-up');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('E-mail').fill(`${username}@example.org`);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await shown(page);
  return username;
}

/** Signs up and in without the pages for that, which takes a fraction of the time. */
export async function signUp(page: Page, name: string): Promise<string> {
  const { username } = await signedUp(page.context(), name);
  await page.goto('/');
  await shown(page);
  return username;
}

/** Signs in as somebody who is registered, without the page for that. */
export async function signIn(page: Page, username: string): Promise<void> {
  await startSession(page.context(), username);
  await page.goto('/');
  await shown(page);
}

/** Signs a browser in as somebody new; no page is opened. */
async function signedUp(context: BrowserContext, name: string): Promise<{ id: string; username: string }> {
  const username = aUsername(name);
  const account = { username, email: `${username}@example.org`, name, password: PASSWORD };
  const { id } = await call<{ id: string }>(context, 'account.register', account);
  await startSession(context, username);
  return { id, username };
}

/** A session without the page for it, nor any other page. */
export async function startSession({ request }: BrowserContext, login: string): Promise<void> {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json();
  const form = { csrfToken, login, password: PASSWORD, json: 'true' };
  const answer = await request.post('/api/auth/callback/credentials', { form });
  expect(answer.status()).toBe(200);
}

/** Calls a mutation as whoever the browser is signed in as. */
export async function call<Answer>(context: BrowserContext, path: string, input: object): Promise<Answer> {
  const answer = await context.request.post(`/api/trpc/${path}`, { data: input });
  expect(answer.status()).toBe(200);
  return (await answer.json()).result.data;
}

/** Texts that begin with a word, each with a number. */
export const numbered = (word: string, from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `${word} ${from + index}`);

/** Sends messages one after the other, without the page. */
export async function sendAll(
  context: BrowserContext,
  conversationId: string,
  texts: readonly string[],
): Promise<void> {
  for (const text of texts) await call(context, 'message.send', { conversationId, clientId: aClientId(), text });
}

export interface Pair {
  readonly ana: Profile;
  readonly ben: Profile;
  readonly anaName: string;
  readonly benName: string;
  /** Their direct chat. */
  readonly conversationId: string;
}

/** Two people at their direct chat, where Ana has said "hello Ben"; Ben, unless he is to be there, at his list. */
export async function aPair(ana: Profile, ben: Profile, benIsAt: 'the chat' | 'his list' = 'the chat'): Promise<Pair> {
  const [asAna, asBen] = await Promise.all([signedUp(ana.context, 'Ana'), signedUp(ben.context, 'Ben')]);
  const { id } = await call<{ id: string }>(ana.context, 'conversation.openDirect', { userId: asBen.id });
  await sendAll(ana.context, id, ['hello Ben']);
  await Promise.all([ana.page.goto(`/c/${id}`), ben.page.goto(benIsAt === 'the chat' ? `/c/${id}` : '/')]);
  await messageWith(ana.page, 'hello Ben').waitFor();
  if (benIsAt === 'the chat') await messageWith(ben.page, 'hello Ben').waitFor();
  else await ben.page.getByRole('link', { name: /Ana/ }).first().waitFor();
  return { ana, ben, anaName: asAna.username, benName: asBen.username, conversationId: id };
}

/** Signs in through the page as somebody who is registered. */
export async function signInThroughPage(page: Page, username: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Username or e-mail').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await shown(page);
}

/** The message with that text. */
export const messageWith = (page: Page, text: string) =>
  page
    .getByRole('log', { name: 'Messages' })
    .getByRole('article')
    // Not what a quote in it says.
    .filter({ has: page.locator('p').filter({ hasText: text }) })
    .last();

export async function openMenuOf(page: Page, text: string): Promise<void> {
  await messageWith(page, text).hover();
  await page.getByRole('toolbar', { name: 'Message actions' }).getByRole('button', { name: 'More' }).click();
}

/** Does something with a message through its menu. */
export async function actOn(page: Page, text: string, item: string): Promise<void> {
  await openMenuOf(page, text);
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

/** Opens a conversation from the list by its name. */
export async function openFromList(page: Page, name: string): Promise<void> {
  await page.getByRole('list', { name: 'Conversations' }).getByRole('link', { name }).first().click();
  await composer(page).waitFor();
}

/** Finds a person by username and opens the direct chat with them. */
export async function openDirect(page: Page, username: string): Promise<void> {
  await page.getByRole('button', { name: 'New conversation' }).first().click();
  await page.getByRole('combobox', { name: 'Find people' }).fill(username);
  await page.getByRole('option').filter({ hasText: username }).click();
  await composer(page).waitFor();
}

/** Opens what the account menu leads to. */
export async function chooseFromAccount(page: Page, item: string): Promise<void> {
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: item, exact: true }).click();
}

export const composer = (page: Page) => page.getByRole('textbox', { name: 'Message' });

/** Chooses files for the message that is being written, and waits until they lie beside it. */
export async function attach(page: Page, files: readonly TestFile[]): Promise<void> {
  const chosen = files.map(({ filename: name, mimeType, bytes: buffer }) => ({ name, mimeType, buffer }));
  await page.locator('form input[type=file]').setInputFiles(chosen);
  const tray = page.getByRole('list', { name: 'Files to send' });
  for (const { name } of chosen) await tray.getByRole('button', { name: `Remove ${name}` }).waitFor();
}

export async function send(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

/** The texts of the messages in view, in order, that start with a word. */
export function messagesStarting(page: Page, word: string): Promise<string[]> {
  return page
    .getByRole('log', { name: 'Messages' })
    .evaluate(
      (log, start) =>
        [...log.querySelectorAll('article p[dir=auto]')]
          .map((element) => element.textContent ?? '')
          .filter((text) => text.startsWith(start)),
      word,
    );
}

/** Waits until exactly these messages that start with the word are in view, in this order. */
export async function expectMessages(page: Page, word: string, texts: readonly string[]): Promise<void> {
  await expect.poll(() => messagesStarting(page, word), { timeout: 30_000, interval: 50 }).toEqual(texts);
}

/** Waits until the server has acknowledged the message with that text. */
export async function expectSent(page: Page, text: string): Promise<void> {
  const article = page.getByRole('article', { name: /^You/ }).filter({ hasText: text });
  await article.getByRole('img', { name: /^(Sent|Delivered|Read)$/ }).waitFor();
}

export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: `${SCREENSHOTS}/${name}.png` });
}
