import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { aPair, composer, expectMessages, send } from './support/browser';
import { aStage } from './support/stage';

const stage = aStage({ worker: true });

/** Counts the sockets to the server that a page has open, from its next loading on. */
function liveSockets(page: Page): () => number {
  const open = new Set<object>();
  page.on('websocket', (socket) => {
    if (!socket.url().includes('/api/live')) return;
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  return () => open.size;
}

/** Notes what a page shows on the desktop. */
async function noteNotices(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const shown: string[] = [];
    Object.assign(window, { shown });
    ServiceWorkerRegistration.prototype.showNotification = async (_title, options) =>
      void shown.push(options?.body ?? '');
    window.Notification = Object.assign(
      class extends EventTarget {
        constructor(_title: string, options?: NotificationOptions) {
          super();
          shown.push(options?.body ?? '');
        }
        close() {}
      },
      { permission: 'granted', requestPermission: async () => 'granted' },
    ) as never;
  });
  return () => page.evaluate(() => (window as never as { shown: string[] }).shown);
}

test('all tabs of a person have one line, one alert and one count, and the line outlives the tab that had it', async () => {
  const { ana, ben } = await aPair(await stage.profile(), await stage.profile());
  const first = ana.page;
  const second = await ana.context.newPage();
  const chat = first.url();
  const sockets = [liveSockets(first), liveSockets(second)];
  const notices = [await noteNotices(first), await noteNotices(second)];
  await first.goto('/');
  await second.goto('/');

  await send(ben.page, 'tabs one');
  for (const page of [first, second]) await expect.poll(() => page.title()).toMatch(/^\(1\) /);
  expect(sockets.map((count) => count())).toEqual([1, 0]);

  const told = async () => (await Promise.all(notices.map((notes) => notes()))).flat();
  await send(ben.page, 'tabs two');
  await send(ben.page, 'tabs three');
  await expect.poll(told).toContain('tabs three');
  expect((await told()).filter((text) => text !== 'tabs one').sort()).toEqual(['tabs three', 'tabs two']);

  await second.goto(chat);
  await expectMessages(second, 'tabs', ['tabs one', 'tabs two', 'tabs three']);
  for (const page of [first, second]) await expect.poll(() => page.title()).not.toMatch(/^\(/);

  await first.close();
  await send(ben.page, 'tabs four');
  await expectMessages(second, 'tabs', ['tabs one', 'tabs two', 'tabs three', 'tabs four']);
  await expect.poll(() => sockets[1]?.()).toBe(1);
  await composer(second).fill('tabs five');
  await ben.page.getByText('Ana is typing…').waitFor();
  ana.expectQuiet();
});
