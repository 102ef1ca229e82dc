import type { Id } from '~/contract/primitives';
import { type NoticeData, noticeTag } from '~/contract/worker';

export interface DesktopNotice extends NoticeData {
  readonly title: string;
  readonly body: string;
}

/** `unsupported`: the browser has none, or the page came over plain HTTP. */
export function permission(): NotificationPermission | 'unsupported' {
  return 'Notification' in window ? Notification.permission : 'unsupported';
}

/** Those that this tab showed itself, where no service worker does. */
const own = new Map<Id, { readonly seq: number; readonly notification: Notification }>();

/** One for each conversation, by the service worker where there is one, so that a click finds any tab. */
export async function showDesktop({ conversationId, seq, title, body }: DesktopNotice, onClick: () => void) {
  if (permission() !== 'granted') return;
  const data: NoticeData = { conversationId, seq };
  const look = { body, tag: noticeTag(conversationId), icon: '/icons/icon-192.png', data, silent: true };
  const worker = await workerOf();
  if (worker) return worker.showNotification(title, look);
  const notification = new Notification(title, look);
  notification.onclick = () => {
    window.focus();
    notification.close();
    onClick();
  };
  own.set(conversationId, { seq, notification });
}

/** Takes away what is shown up to that number: it was read. */
export async function withdrawDesktop(conversationId: Id, seq: number): Promise<void> {
  if (permission() !== 'granted') return;
  const held = own.get(conversationId);
  if (held && held.seq <= seq) {
    held.notification.close();
    own.delete(conversationId);
  }
  const worker = await workerOf();
  for (const shown of (await worker?.getNotifications({ tag: noticeTag(conversationId) })) ?? []) {
    if (!(shown.data?.seq > seq)) shown.close();
  }
}

async function workerOf(): Promise<ServiceWorkerRegistration | null> {
  const registration = await navigator.serviceWorker?.getRegistration();
  return registration?.active ? registration : null;
}
