import { proceduresFor } from '~/components/app/procedures';
import type { Id } from '~/contract/primitives';

/** What a person has chosen on this device. */
interface Choice {
  readonly userId: Id;
  readonly showText: boolean;
}

export type PushSupport = 'possible' | 'unsupported' | 'homeScreen' | 'blocked';

const KEY = 'confab-push';

/** Whether this browser can be notified while Confab is closed, and if not, why. */
export function pushSupport(): PushSupport {
  const isApple = /iPad|iPhone/.test(navigator.userAgent);
  if (!('serviceWorker' in navigator) || !('PushManager' in window)) return isApple ? 'homeScreen' : 'unsupported';
  return Notification.permission === 'denied' ? 'blocked' : 'possible';
}

/** Null while it is off for this person. */
export function pushChoice(userId: Id): Choice | null {
  try {
    const choice = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Choice | null;
    return choice?.userId === userId && Notification.permission === 'granted' ? choice : null;
  } catch {
    return null;
  }
}

/** Asks for permission if it has to. Whether it is on now; rejects when the server or the push service cannot be reached. */
export async function startPush(choice: Choice): Promise<boolean> {
  if ((await Notification.requestPermission()) !== 'granted') return false;
  await subscribe(choice);
  localStorage.setItem(KEY, JSON.stringify(choice));
  return true;
}

/** For this device, also when the server cannot be reached: its push service then says that there is no such device. */
export async function stopPush(userId: Id): Promise<void> {
  localStorage.removeItem(KEY);
  const registration = await navigator.serviceWorker?.getRegistration();
  const subscription = await registration?.pushManager?.getSubscription();
  if (!subscription) return;
  await subscription.unsubscribe();
  await proceduresFor(userId).push.unsubscribe.mutate({ endpoint: subscription.endpoint });
}

/** After a start: the session, the server's key or the browser's subscription may be others than they were. */
export async function renewPush(userId: Id): Promise<void> {
  const choice = pushChoice(userId);
  if (choice) await subscribe(choice).catch(() => {});
}

async function subscribe({ userId, showText }: Choice): Promise<void> {
  const procedures = proceduresFor(userId);
  const [{ pushManager }, { publicKey }] = await Promise.all([workerRegistration(), procedures.push.key.query()]);
  const held = await pushManager.getSubscription();
  const isOfThisKey = held !== null && keyOf(held) === publicKey;
  if (held && !isOfThisKey) await held.unsubscribe();
  const subscription = isOfThisKey
    ? held
    : await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
  const { endpoint, keys } = subscription.toJSON();
  await procedures.push.subscribe.mutate({
    endpoint: endpoint ?? '',
    p256dh: keys?.p256dh ?? '',
    auth: keys?.auth ?? '',
    showText,
    locale: document.documentElement.lang.slice(0, 2),
  });
}

/** Not `ready`, which waits for ever where there is no worker. */
async function workerRegistration(): Promise<ServiceWorkerRegistration> {
  const registration = await navigator.serviceWorker.getRegistration();
  if (!registration) throw new Error('there is no service worker');
  return registration;
}

function keyOf({ options }: PushSubscription): string {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
