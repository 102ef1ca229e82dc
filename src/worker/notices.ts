import { type NoticeData, noticeTag, type PushNotice, type ToPage } from '~/contract/worker';
import type { ShownNotification, WorkerScope } from './scope';

type NoticesScope = Pick<WorkerScope, 'registration' | 'clients' | 'location'>;

/** Shows what the server pushes, one notification for each conversation, and takes away what was read elsewhere. */
export function createNotices({ registration, clients, location }: NoticesScope) {
  const tabs = () => clients.matchAll({ type: 'window', includeUncontrolled: true });

  async function upTo(conversationId: string, seq: number): Promise<readonly ShownNotification[]> {
    const shown = await registration.getNotifications({ tag: noticeTag(conversationId) });
    return shown.filter(({ data }) => isNoticeData(data) && data.seq <= seq);
  }

  async function show({ conversationId, seq, title, body }: PushNotice & { type: 'message' }): Promise<void> {
    // A page that is looked at says it in its own way.
    if ((await tabs()).some(({ visibilityState }) => visibilityState === 'visible')) return;
    const tag = noticeTag(conversationId);
    const shown = await registration.getNotifications({ tag });
    const isTold = shown.some(({ data }) => isNoticeData(data) && data.seq >= seq);
    await registration.showNotification(title, {
      body,
      tag,
      // Told again without a sound: a page in the background was quicker, and browsers want to see every push shown.
      ...(isTold ? { silent: true } : { renotify: true }),
      icon: '/icons/icon-192.png',
      badge: '/icons/badge-96.png',
      data: { conversationId, seq } satisfies NoticeData,
    });
  }

  return {
    async pushed(notice: unknown): Promise<void> {
      if (!isNotice(notice)) return;
      if (notice.type === 'message') return show(notice);
      for (const shown of await upTo(notice.conversationId, notice.seq)) shown.close();
    },

    /** To the message: in a page that is open, which is not loaded anew, or in a new one. */
    async clicked(notification: ShownNotification): Promise<void> {
      notification.close();
      const { data } = notification;
      const path = isNoticeData(data) ? `/c/${data.conversationId}/m/${data.seq}` : '/';
      const open = (await tabs()).filter(({ url }) => isApplication(url));
      const tab = open.find(({ visibilityState }) => visibilityState === 'visible') ?? open[0];
      if (!tab) return void (await clients.openWindow(path));
      tab.postMessage({ type: 'goTo', path } satisfies ToPage);
      await tab.focus();
    },
  };

  function isApplication(url: string): boolean {
    const { origin, pathname } = new URL(url);
    return origin === location.origin && !pathname.startsWith('/sign-');
  }
}

function isNotice(value: unknown): value is PushNotice {
  if (!isNoticeData(value) || !('type' in value)) return false;
  if (value.type === 'read') return true;
  const { title, body } = value as { title?: unknown; body?: unknown };
  return value.type === 'message' && typeof title === 'string' && typeof body === 'string';
}

function isNoticeData(value: unknown): value is NoticeData {
  if (typeof value !== 'object' || value === null) return false;
  const { conversationId, seq } = value as { conversationId?: unknown; seq?: unknown };
  return typeof conversationId === 'string' && /^[0-9a-f]{24}$/.test(conversationId) && Number.isSafeInteger(seq);
}
