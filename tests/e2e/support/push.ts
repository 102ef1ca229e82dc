import type { BrowserContext, Page } from 'playwright-core';
import type { PushNotice } from '~/contract/worker';
import type { TestDevice } from '../../support/push-service';

/** Has the browser subscribe at a push service of ours: of its own it has none. */
export async function subscribesAs(page: Page, { subscription }: TestDevice): Promise<void> {
  const { endpoint, ...keys } = subscription;
  await page.addInitScript(
    (json) => {
      let held: Partial<PushSubscription> | null = null;
      PushManager.prototype.getSubscription = async () => held as PushSubscription | null;
      PushManager.prototype.subscribe = async (options) => {
        const key = String(options?.applicationServerKey).replaceAll('-', '+').replaceAll('_', '/');
        held = {
          endpoint: json.endpoint,
          options: {
            userVisibleOnly: true,
            applicationServerKey: Uint8Array.from(atob(key), (each) => each.charCodeAt(0)).buffer,
          },
          toJSON: () => json,
          unsubscribe: async () => {
            held = null;
            return true;
          },
        };
        return held as PushSubscription;
      };
    },
    { endpoint, keys },
  );
}

/** What the browser does when its push service has brought something; the page is at none of our addresses. */
export async function deliverTo(page: Page, origin: string): Promise<(notice: PushNotice) => Promise<void>> {
  const devtools = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const found = registrations.find(({ scopeURL }) => scopeURL === `${origin}/`);
      if (found) resolve(found.registrationId);
    });
  });
  await devtools.send('ServiceWorker.enable');
  const registrationId = await registered;
  return async (notice) => {
    await devtools.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data: JSON.stringify(notice) });
  };
}

/** What the worker shows, as titles and texts. */
export async function shownIn(context: BrowserContext): Promise<string[]> {
  const [worker] = context.serviceWorkers();
  const shown = await worker?.evaluate(async () => {
    const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration };
    return (await registration.getNotifications()).map(({ title, body }) => `${title}: ${body}`);
  });
  return shown ?? [];
}
