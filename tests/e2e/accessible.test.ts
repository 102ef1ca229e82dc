import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { aSlug } from '../support/conversations';
import { aPdf, aPicture, aWav } from '../support/files';
import { aClientId, aPerson, type Person } from '../support/people';
import { uploaded } from '../support/uploads';
import { barriersOn, heardOn } from './support/barriers';
import { messageWith, openMenuOf, signIn, startSession } from './support/browser';
import { aStage } from './support/stage';

const stage = aStage();

/** The machine may have other things to do. */
const PATIENT = { timeout: 15_000, interval: 50 };

/** What the account menu opens. */
const ACCOUNT_ITEMS = [
  'Profile',
  'Language',
  'Notifications',
  'Change password',
  'Access tokens',
  'Your data',
  'Sign out everywhere',
];

interface Workspace {
  readonly ana: Person;
  /** With a message of every kind. */
  readonly groupId: string;
  readonly roomSlug: string;
}

let workspace: Workspace;

beforeAll(async () => {
  const { url } = stage.site;
  // Whoever is the first is the admin.
  const ana = await aPerson(url, 'Ana');
  const [ben, cleo] = await Promise.all(['Ben', 'Cleo'].map((name) => aPerson(url, name)));
  const roomSlug = aSlug('harbour');
  await cleo!.api.room.create.mutate({ slug: roomSlug, name: 'Harbour' });
  workspace = { ana, groupId: await aGroup(ana, [ben!, cleo!]), roomSlug };
});

/** A group in which everything was said that can be said. */
async function aGroup(ana: Person, [ben, cleo]: readonly Person[]): Promise<string> {
  const memberIds = [ben!.me.id, cleo!.me.id];
  const { id: conversationId } = await ana.api.conversation.createGroup.mutate({ name: 'The trip', memberIds });
  const say = (person: Person, about: object) =>
    person.api.message.send.mutate({ conversationId, clientId: aClientId(), ...about });
  const act = () => ({ conversationId, clientId: aClientId() });
  const first = await say(ben!, { text: `hello @${ana.me.username}, see https://example.org and \`code\`` });
  await say(ana, { text: 'an answer', replyToId: first.id });
  await say(ana, { text: '```\nconst a = 1;\n```' });
  const gone = await say(cleo!, { text: 'not for long' });
  const files = await Promise.all([aPicture(), aWav(), aPdf()]);
  const uploads = await Promise.all(files.map((file) => uploaded({ person: ben!, url: stage.site.url }, file)));
  for (const { uploadId } of uploads) await say(ben!, { text: 'a file', uploadIds: [uploadId] });
  const last = await say(ben!, { text: 'edited soon' });
  await ben!.api.message.edit.mutate({ ...act(), messageId: last.id, text: 'was edited' });
  await cleo!.api.message.delete.mutate({ ...act(), messageId: gone.id, scope: 'everyone' });
  await cleo!.api.message.react.mutate({ ...act(), messageId: first.id, emoji: '👍', on: true });
  await ana.api.message.pin.mutate({ ...act(), messageId: first.id, on: true });
  return conversationId;
}

interface LookOptions {
  readonly dark?: boolean;
  readonly locale?: string;
  readonly width?: number;
}

/** Somebody's browser, without animations: half-seen words have half the contrast. */
async function aPage({ dark = false, locale = 'en', width = 1280 }: LookOptions = {}): Promise<Page> {
  const { page, context } = await stage.profile({ dark });
  await context.addCookies([{ name: 'locale', value: locale, url: stage.site.url }]);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height: 800 });
  return page;
}

/** Until the shortcuts are there: they come once the page stands. */
const ready = (page: Page) => page.locator('a[href="#main"]').waitFor({ state: 'attached' });

/** What keeps people from using what was just opened; closes it again. */
async function barriersOver(page: Page, place: string, role: 'dialog' | 'menu' = 'dialog'): Promise<string[]> {
  await page.getByRole(role).waitFor();
  const found = await barriersOn(page, place);
  await page.keyboard.press('Escape');
  await page.getByRole(role).waitFor({ state: 'detached' });
  return found;
}

/** Looks at pages by their addresses, once something of them is there. */
async function barriersAt(page: Page, name: string, places: readonly (readonly [string, string])[]): Promise<string[]> {
  const found: string[] = [];
  for (const [path, until] of places) {
    await page.goto(path);
    await page.locator(until).first().waitFor();
    found.push(...(await barriersOn(page, `${path} ${name}`)));
  }
  return found;
}

/** Looks at the chat's screens by their addresses, and at what the keyboard opens. */
async function barriersInChat(look: LookOptions): Promise<string[]> {
  const page = await aPage(look);
  const name = JSON.stringify(look);
  await startSession(page.context(), workspace.ana.me.username);
  const found = await barriersAt(page, name, [
    ['/', 'nav li a'],
    [`/c/${workspace.groupId}/details`, 'aside li'],
    [`/c/${workspace.groupId}`, 'article button'],
  ]);
  await ready(page);
  for (const keys of ['Control+k', 'Control+/']) {
    await page.keyboard.press(keys);
    await page.locator('dialog[open]').waitFor();
    found.push(...(await barriersOn(page, `${keys} ${name}`)));
    await page.keyboard.press('Escape');
  }
  return found;
}

describe('nothing keeps anybody from using', () => {
  test('the chat, light and dark, from the left and from the right, wide and on the narrowest phone', async () => {
    const found = await Promise.all([
      barriersInChat({ dark: true }),
      barriersInChat({ locale: 'ar' }),
      barriersInChat({ width: 320, dark: true, locale: 'de' }),
    ]);
    expect(found.flat()).toEqual([]);
  });

  test('what is opened over the chat and beside it', async () => {
    const found = await Promise.all([overMessages(), overTheList()]);
    expect(found.flat()).toEqual([]);
  });

  test('what a conversation holds, and the administration', async () => {
    const found = await Promise.all([besideMessages(), administration()]);
    expect(found.flat()).toEqual([]);
  });

  test('what somebody new sees first, and where an address leads nowhere', async () => {
    const page = await aPage({ width: 360 });
    const found = await barriersAt(page, 'nobody', [
      ['/nowhere', 'h1'],
      ['/reset-password#token', 'input'],
      ['/offline', 'h1'],
    ]);
    const dora = await aPerson(stage.site.url, 'Dora');
    await signIn(page, dora.me.username);
    found.push(...(await barriersAt(page, 'new', [['/', 'nav section li']])));
    await page.setViewportSize({ width: 1920, height: 1080 });
    const wide = await barriersAt(page, 'new, wide', [
      ['/', 'main p'],
      [`/c/${'f'.repeat(24)}`, 'main h1'],
      ['/rooms/nowhere', 'main h1'],
      [`/rooms/${workspace.roomSlug}`, 'main h1'],
    ]);
    found.push(...wide);
    expect(found).toEqual([]);
  });

  test('the pages for those who are not signed in, whose fields say what is wrong with them', async () => {
    const page = await aPage();
    const found: string[] = [];
    await page.goto('/sign-in');
    found.push(...(await barriersOn(page, 'sign-in')));
    const autocomplete = (label: string) => page.getByLabel(label).getAttribute('autocomplete');
    expect([await autocomplete('Username or e-mail'), await autocomplete('Password')]).toEqual([
      'username',
      'current-password',
    ]);
    await page.goto('/sign-up');
    await page.getByLabel('Name', { exact: true }).fill('Ana');
    await page.getByRole('button', { name: 'Create account' }).click();
    const wrong = page.getByLabel('Username');
    await expect.poll(() => wrong.getAttribute('aria-invalid'), PATIENT).toBe('true');
    expect(await wrong.evaluate((field) => field === document.activeElement)).toBe(true);
    const described = await wrong.evaluate(
      (field) => document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent,
    );
    expect(described).not.toBe('');
    found.push(...(await barriersOn(page, 'sign-up')));
    expect(found).toEqual([]);
  });
});

async function overMessages(): Promise<string[]> {
  const page = await aPage();
  await signIn(page, workspace.ana.me.username);
  await page.goto(`/c/${workspace.groupId}`);
  await messageWith(page, 'was edited').waitFor();
  const found: string[] = [];
  await openMenuOf(page, 'an answer');
  found.push(...(await barriersOver(page, 'menu of a message', 'menu')));
  for (const item of ['Message info', 'Forward…']) {
    await openMenuOf(page, 'an answer');
    await page.getByRole('menuitem', { name: item }).click();
    found.push(...(await barriersOver(page, item)));
  }
  await openMenuOf(page, 'was edited');
  await page.getByRole('menuitem', { name: 'Report…' }).click();
  found.push(...(await barriersOver(page, 'Report…')));
  await page.getByRole('article').getByRole('button', { name: 'picture.png' }).click();
  found.push(...(await barriersOver(page, 'pictures')));
  await page.getByRole('button', { name: 'Emoji' }).click();
  await page.getByRole('region', { name: 'Emojis' }).getByRole('tab').first().waitFor();
  found.push(...(await barriersOn(page, 'emojis')));
  await page.keyboard.press('Escape');
  await page.goto('/search');
  await page.getByRole('searchbox').fill('answer');
  await page.getByRole('list', { name: 'Messages found' }).getByRole('link').first().waitFor();
  found.push(...(await barriersOn(page, 'search')));
  return found;
}

/** The details of a conversation, tab by tab, and what they open. */
async function besideMessages(): Promise<string[]> {
  const page = await aPage();
  await startSession(page.context(), workspace.ana.me.username);
  await page.goto(`/c/${workspace.groupId}/details`);
  const found: string[] = [];
  const dialogs = [
    'Webhooks',
    'Pin, mute, archive',
    'Rename',
    'How long messages are kept',
    'Add people',
    /^Ben/,
    'Leave group',
  ];
  for (const name of dialogs) {
    await page.locator('aside').getByRole('button', { name }).click();
    found.push(...(await barriersOver(page, String(name))));
  }
  for (const tab of ['Media', 'Files', 'Links', 'Pins']) {
    await page.getByRole('tab', { name: tab }).click();
    await page.getByRole('tabpanel', { name: tab }).locator('li').first().waitFor();
    found.push(...(await barriersOn(page, `details, ${tab}`)));
  }
  return found;
}

async function administration(): Promise<string[]> {
  const page = await aPage({ dark: true });
  await startSession(page.context(), workspace.ana.me.username);
  await page.goto('/admin');
  const found: string[] = [];
  for (const tab of ['Rooms', 'Reports', 'Storage', 'Live', 'Audit log', 'People']) {
    await page.getByRole('tab', { name: tab }).click();
    await page.getByRole('tabpanel', { name: tab }).locator('li, p, select').first().waitFor();
    found.push(...(await barriersOn(page, `administration, ${tab}`)));
  }
  await page.getByRole('button', { name: /Cleo/ }).click();
  await page.getByRole('dialog').waitFor();
  found.push(...(await barriersOn(page, 'administration, a person')));
  await page.getByRole('button', { name: 'Disable' }).click();
  await page.getByRole('dialog').getByLabel('Reason').waitFor();
  found.push(...(await barriersOn(page, 'administration, an act')));
  return found;
}

async function overTheList(): Promise<string[]> {
  const page = await aPage({ dark: true });
  await signIn(page, workspace.ana.me.username);
  const found: string[] = [];
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menu').waitFor();
  found.push(...(await barriersOn(page, 'account')));
  for (const item of ACCOUNT_ITEMS) {
    if (!(await page.getByRole('menu').isVisible())) await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: item }).click();
    found.push(...(await barriersOver(page, item)));
  }
  await page.getByRole('button', { name: 'New conversation' }).click();
  for (const tab of ['Group', 'Room', 'Person']) {
    await page.getByRole('tab', { name: tab }).click();
    found.push(...(await barriersOn(page, `new conversation, ${tab}`)));
  }
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Find rooms' }).click();
  await page.getByRole('list', { name: 'Rooms' }).waitFor();
  found.push(...(await barriersOn(page, 'rooms')));
  return found;
}

test('a screen reader hears where it is, who said what and when, and what every control does', async () => {
  const page = await aPage();
  await signIn(page, workspace.ana.me.username);
  await page.goto(`/c/${workspace.groupId}`);
  await messageWith(page, 'was edited').waitFor();
  // People one has not met yet are asked for.
  await page.getByRole('article', { name: /^Cleo/ }).waitFor();
  const heard = await heardOn(page);
  const names = (role: string) => heard.filter((one) => one.role === role).map(({ name }) => name);
  expect(names('navigation')).toEqual(['Conversations and rooms']);
  expect(names('main')).toHaveLength(1);
  expect(names('log')).toEqual(['Messages']);
  expect(names('heading')).toContain('The trip');
  expect(names('textbox')).toContain('Message');
  expect(names('article').map((name) => name.split(',')[0])).toEqual([
    'Ben',
    'You',
    'You',
    'Cleo',
    'Ben',
    'Ben',
    'Ben',
    'Ben',
  ]);
  for (const role of [
    'button',
    'link',
    'textbox',
    'img',
    'image',
    'navigation',
    'region',
    'list',
    'slider',
    'menuitem',
  ]) {
    expect(
      names(role).filter((name) => name.trim() === ''),
      role,
    ).toEqual([]);
  }
});
