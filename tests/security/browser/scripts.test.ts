import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { composer, messageWith, type Profile, signIn } from '../../e2e/support/browser';
import { aStage } from '../../e2e/support/stage';
import { aGroup, aRoom, send } from '../../support/conversations';
import { aText } from '../../support/files';
import { aClientId, aPerson, type Person } from '../../support/people';
import { uploaded } from '../../support/uploads';

declare global {
  interface Window {
    ran?: unknown;
  }
}

/** What would run, or stand in the page as an element of the class `planted`, if any of it were taken for markup. */
const MARKUP = [
  '<script class=planted>ran=1</script>',
  '<img class=planted src=x onerror=ran=1>',
  '<svg class=planted onload=ran=1>',
  '<svg class=planted><script>ran=1</script></svg>',
  '<svg class=planted><animate onbegin=ran=1 attributeName=x dur=1s>',
  '<iframe class=planted srcdoc="<script>parent.ran=1</script>"></iframe>',
  '<iframe class=planted src="javascript:parent.ran=1"></iframe>',
  '<object class=planted data="javascript:ran=1"></object>',
  '<details class=planted open ontoggle=ran=1>',
  '<input class=planted autofocus onfocus=ran=1>',
  '<video class=planted><source onerror=ran=1></video>',
  '<math class=planted><mtext></form><form><mglyph><style></math><img src=x onerror=ran=1>',
  '<form class=planted action="javascript:ran=1"><button>x</button></form>',
  '<a class=planted href="javascript:ran=1">x</a>',
  '<base class=planted href="https://evil.example/">',
  '<meta class=planted http-equiv=refresh content="0;url=javascript:ran=1">',
  '<link class=planted rel=stylesheet href="https://evil.example/x.css">',
  '<style class=planted>@import "https://evil.example/x.css"</style>',
  '"><img class=planted src=x onerror=ran=1>',
  "'><img class=planted src=x onerror=ran=1>",
  '</script><script class=planted>ran=1</script>',
  '</textarea></title></style><img class=planted src=x onerror=ran=1>',
  '--><img class=planted src=x onerror=ran=1>',
  ']]><img class=planted src=x onerror=ran=1>',
  '&lt;img class=planted src=x onerror=ran=1&gt;',
  '&#60;img class=planted src=x onerror=ran=1&#62;',
  '\\u003cimg class=planted src=x onerror=ran=1\\u003e',
  '%3Cimg class=planted src=x onerror=ran=1%3E',
  '<IMG class=planted SRC=x OnErRoR=ran=1>',
  '<<img class=planted src=x onerror=ran=1>>',
  '<img/class=planted/src=x/onerror=ran=1>',
  '`<img class=planted src=x onerror=ran=1>`',
  '```\n<img class=planted src=x onerror=ran=1>\n```',
  '{{constructor.constructor("ran=1")()}}',
  '\u0024{ran=1}',
  '@<img class=planted src=x onerror=ran=1>',
];

/** What would run, or lead somewhere else than it says, if it became a link. */
const LINKS = [
  'javascript:ran=1',
  'JaVaScRiPt:ran=1',
  'java\tscript:ran=1',
  'java\nscript:ran=1',
  '\u0001javascript:ran=1',
  'javascript&colon;ran=1',
  'javascript://example.org/%0Aran=1',
  'data:text/html,<script>ran=1</script>',
  'data:text/html;base64,PHNjcmlwdD5yYW49MTwvc2NyaXB0Pg==',
  'vbscript:ran=1',
  'blob:https://example.org/x',
  'file:///etc/passwd',
  'view-source:javascript:ran=1',
  '[x](javascript:ran=1)',
  '<javascript:ran=1>',
  'https://example.org/"onmouseover="ran=1',
  "https://example.org/'onmouseover='ran=1",
  'https://example.org/<img class=planted src=x onerror=ran=1>',
  'mailto:ana@example.org"onclick="ran=1',
];

/** In a name, which is one line of at most 80 characters. */
const NAME = '<img class=planted src=x onerror=ran=1>';

const stage = aStage({ keepProfiles: true });
let ana: Person;
let eve: Person;
let profile: Profile;
let page: Page;
beforeAll(async () => {
  ana = await aPerson(stage.site.url, 'Ana');
  eve = await aPerson(stage.site.url, 'Eve');
  await eve.api.account.update.mutate({ name: `Eve ${NAME}` });
  profile = await stage.profile();
  page = profile.page;
  await signIn(page, ana.me.username);
});

/** The words are in the page, as words and as nothing else. */
async function expectInert(words: string): Promise<void> {
  await page.getByText(words).first().waitFor();
  const found = await page.evaluate(() => ({
    planted: document.querySelectorAll('.planted').length,
    handlers: [...document.querySelectorAll('*')].flatMap(({ attributes }) =>
      [...attributes].map(({ name }) => name).filter((name) => name.startsWith('on')),
    ),
    ran: window.ran,
    links: [...document.querySelectorAll('a[href]')]
      .map((link) => (link as HTMLAnchorElement).protocol)
      .filter((protocol) => !['http:', 'https:', 'mailto:'].includes(protocol)),
  }));
  expect(found).toEqual({ planted: 0, handlers: [], ran: undefined, links: [] });
  profile.expectQuiet();
}

const conversationId = async (name: string, texts: readonly string[]) => {
  const { id } = await aGroup(eve, [ana], name);
  for (const text of texts) await send(eve, id, text);
  return id;
};

describe('nothing that somebody writes runs, or becomes an element of the page:', () => {
  test('markup in messages, as they were written', async () => {
    await page.goto(`/c/${await conversationId('Markup', [...MARKUP, 'the end'])}`);
    await expectInert('the end');
    const shown = await page.getByRole('log', { name: 'Messages' }).innerText();
    for (const text of MARKUP) expect(shown).toContain(text.replaceAll(/^```\n?|\n?```$|^`|`$/g, ''));
  });

  test('markup in a message that comes while one looks, and in what is typed and sent', async () => {
    const id = await conversationId('Live', ['hello']);
    await page.goto(`/c/${id}`);
    await composer(page).waitFor();
    await send(eve, id, `live ${MARKUP[1]}`);
    await expectInert(`live ${MARKUP[1]}`);
    await composer(page).fill(`mine ${MARKUP[0]}`);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await expectInert(`mine ${MARKUP[0]}`);
  });

  test('addresses that are none', async () => {
    await page.goto(`/c/${await conversationId('Links', [...LINKS, 'https://example.org/good', 'the end'])}`);
    await expectInert('the end');
    const link = page.getByRole('link', { name: 'https://example.org/good' });
    expect(await link.evaluate((element: HTMLAnchorElement) => [element.href, element.rel, element.target])).toEqual([
      'https://example.org/good',
      'noopener noreferrer',
      '_blank',
    ]);
    for (const found of await messageWith(page, 'javascript:ran=1').locator('a').all()) {
      expect(await found.getAttribute('href')).toMatch(/^https?:/);
    }
  });

  test('the names of people, groups and files, in messages, replies, pins, previews and details', async () => {
    const { id } = await aGroup(eve, [ana], `Group ${NAME}`);
    const file = await uploaded({ person: eve, url: stage.site.url }, aText('x', `File ${NAME}.txt`));
    const [clientId, uploadIds] = [aClientId(), [file.uploadId]];
    await eve.api.message.send.mutate({ conversationId: id, clientId, uploadIds, text: `Caption ${NAME}` });
    const quoted = await send(eve, id, `Quoted ${NAME}`);
    await eve.api.message.send.mutate({
      conversationId: id,
      clientId: aClientId(),
      text: 'an answer',
      replyToId: quoted.id,
    });
    await eve.api.message.pin.mutate({ conversationId: id, messageId: quoted.id, on: true, clientId: aClientId() });
    await eve.api.message.react.mutate({
      conversationId: id,
      messageId: quoted.id,
      emoji: '👍',
      on: true,
      clientId: aClientId(),
    });
    await page.goto(`/c/${id}`);
    for (const words of ['Eve', 'Group', 'File', 'Caption', 'Quoted']) await expectInert(`${words} ${NAME}`);
    await expect.poll(() => page.getByText(`Quoted ${NAME}`).count()).toBeGreaterThanOrEqual(3);
    await page.goto(`/c/${id}/details`);
    await page.getByRole('list', { name: 'Members' }).getByText(`Eve ${NAME}`).waitFor();
    await expectInert(`Eve ${NAME}`);
  });

  test('what a search finds, and the query itself', async () => {
    const words = 'Needle';
    await conversationId(`Search ${NAME}`, [`${words} ${NAME}`]);
    await page.goto('/search');
    await page.getByRole('searchbox').fill(words);
    await page.getByRole('list', { name: 'Messages found' }).getByRole('link').first().waitFor();
    await expectInert(`Search ${NAME}`);
    await page.getByRole('searchbox').fill(`Nothing ${NAME}`);
    await page.getByRole('list', { name: 'Messages found' }).waitFor({ state: 'detached' });
    await expectInert(`Search ${NAME}`);
  });

  test('rooms and people who can be found', async () => {
    await aRoom(eve, { name: `Room ${NAME}` });
    await page.goto('/rooms');
    await expectInert(`Room ${NAME}`);
    await page.getByRole('button', { name: 'New conversation' }).first().click();
    await page.getByRole('combobox', { name: 'Find people' }).fill(eve.me.username);
    await page.getByRole('option').first().waitFor();
    await expectInert(`Eve ${NAME}`);
  });

  test('what the address bar is made to say', async () => {
    const planted = encodeURIComponent(NAME);
    for (const path of [`/c/${planted}`, `/rooms/${planted}`, `/nowhere/${planted}?q=${planted}`]) {
      await page.goto(path);
      await page.getByRole('heading').first().waitFor();
      expect(await page.locator('.planted').count()).toBe(0);
      expect(await page.evaluate(() => window.ran)).toBeUndefined();
    }
    const stranger = await stage.profile();
    for (const wish of ['javascript:ran=1', 'https://evil.example/', '//evil.example', `/"${NAME}`]) {
      await stranger.page.goto(`/sign-in?callbackUrl=${encodeURIComponent(wish)}&error=${planted}`);
      await stranger.page.getByRole('button', { name: 'Sign in' }).waitFor();
      expect(await stranger.page.locator('.planted').count()).toBe(0);
    }
    await stranger.page.goto(`/sign-in?callbackUrl=${encodeURIComponent('javascript:ran=1')}`);
    await stranger.page.getByLabel('Username or e-mail').fill(ana.me.username);
    await stranger.page.getByLabel('Password').fill('correct horse battery');
    await stranger.page.getByRole('button', { name: 'Sign in' }).click();
    await stranger.page.getByRole('button', { name: 'New conversation' }).first().waitFor();
    expect(new URL(stranger.page.url()).origin).toBe(stage.site.url);
    expect(await stranger.page.evaluate(() => window.ran)).toBeUndefined();
  });
});
