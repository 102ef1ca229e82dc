import { expect, test } from 'vitest';
import { noticeTag, type PushNotice } from '~/contract/worker';
import { createNotices } from './notices';
import type { ShownNotification, WindowTab } from './scope';

const ORIGIN = 'https://chat.example.org';
const CONVERSATION = 'a'.repeat(24);

interface Shown extends ShownNotification {
  readonly tag: string;
  readonly title: string;
  readonly silent: boolean;
}

/** What a browser shows, with these tabs open. */
function aBrowser(tabs: Pick<WindowTab, 'url' | 'visibilityState'>[] = []) {
  const shown: Shown[] = [];
  const opened: string[] = [];
  const told: unknown[] = [];
  const take = (tag: string) => {
    const at = shown.findIndex((each) => each.tag === tag);
    if (at !== -1) shown.splice(at, 1);
  };
  const notices = createNotices({
    location: { origin: ORIGIN },
    registration: {
      async showNotification(title, { tag = '', data, silent }) {
        take(tag);
        shown.push({ title, tag, data, silent: silent === true, close: () => take(tag) });
      },
      getNotifications: async (filter) => shown.filter(({ tag }) => tag === filter?.tag),
    },
    clients: {
      claim: async () => {},
      matchAll: async () =>
        tabs.map((tab) => ({
          ...tab,
          focused: false,
          focus: async () => void told.push(`focus ${tab.url}`),
          postMessage: (message) => void told.push(message),
        })),
      openWindow: async (url) => void opened.push(url),
    },
  });
  return { notices, shown, opened, told };
}

const message = (seq: number): PushNotice => ({
  type: 'message',
  conversationId: CONVERSATION,
  seq,
  title: `no. ${seq}`,
  body: '',
});
const read = (seq: number): PushNotice => ({ type: 'read', conversationId: CONVERSATION, seq });

test('a conversation has one notification, of its last message', async () => {
  const { notices, shown } = aBrowser();
  await notices.pushed(message(3));
  await notices.pushed(message(4));
  expect(shown.map(({ title, tag, silent }) => [title, tag, silent])).toEqual([
    ['no. 4', noticeTag(CONVERSATION), false],
  ]);
});

test('what is shown already is shown again without a sound', async () => {
  const { notices, shown } = aBrowser();
  await notices.pushed(message(3));
  await notices.pushed(message(3));
  expect(shown.map(({ silent }) => silent)).toEqual([true]);
});

test('what was read elsewhere goes, and what came after it stays', async () => {
  const { notices, shown } = aBrowser();
  await notices.pushed(message(4));
  await notices.pushed(read(3));
  expect(shown).toHaveLength(1);
  await notices.pushed(read(4));
  expect(shown).toHaveLength(0);
});

test('a page that is looked at says it in its own way', async () => {
  const { notices, shown } = aBrowser([{ url: `${ORIGIN}/`, visibilityState: 'visible' }]);
  await notices.pushed(message(4));
  expect(shown).toHaveLength(0);
});

test('a click leads to the message, in a page that is open or in a new one', async () => {
  const path = `/c/${CONVERSATION}/m/4`;
  const open = aBrowser([
    { url: `${ORIGIN}/sign-in`, visibilityState: 'hidden' },
    { url: `${ORIGIN}/rooms`, visibilityState: 'hidden' },
  ]);
  await open.notices.pushed(message(4));
  await open.notices.clicked(open.shown[0]!);
  expect(open.told).toEqual([{ type: 'goTo', path }, `focus ${ORIGIN}/rooms`]);
  expect(open.shown).toHaveLength(0);

  const closed = aBrowser();
  await closed.notices.pushed(message(4));
  await closed.notices.clicked(closed.shown[0]!);
  expect(closed.opened).toEqual([path]);
});

test.each([
  null,
  'text',
  {},
  { type: 'message', conversationId: '../x', seq: 1, title: 'a', body: 'b' },
  { ...message(1), title: 1 },
])('what is no notice shows nothing: %j', async (notice) => {
  const { notices, shown } = aBrowser();
  await notices.pushed(notice);
  expect(shown).toHaveLength(0);
});
