import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { goTo, messagePath, useScreen } from '~/components/app/navigation';
import { proceduresFor } from '~/components/app/procedures';
import { NO_NOTIFICATION_SETTINGS } from '~/contract/notification';
import { attachedOf, previewOf } from '~/contract/preview';
import { type Alert, watchAlerts } from '~/sync/alerts';
import { systemClock } from '~/sync/clock';
import { nameOf, titleOf } from '~/sync/selectors';
import { chime } from './chime';
import { showDesktop, withdrawDesktop } from './desktop';
import { deviceSettings } from './device-settings';
import { showBadge } from './page-badge';
import { claim, holdView, isInView } from './tab-claims';
import { unreadLoudly } from './unread-loudly';
import { useAccountSettings } from './use-account-settings';

/** Tells of what is not looked at: in the title, on the icon, by a sound and on the desktop. */
export default function Alerts() {
  const engine = useEngine();
  const t = useTranslations('notifications');
  const files = useTranslations('push');
  const count = useSync((state) => unreadLoudly(state, Date.now()));
  const settings = useAccountSettings();
  const known = useRef(settings);
  const say = useRef(tell);
  known.current = settings;
  say.current = tell;
  useView();

  useEffect(() => showBadge(count), [count]);

  useEffect(() => {
    const procedures = proceduresFor(engine.getState().me.id);
    return watchAlerts({
      engine,
      clock: systemClock,
      settings: () => known.current ?? NO_NOTIFICATION_SETTINGS,
      async authorOf(conversationId, seq) {
        const { entries } = await procedures.message.get.query({ conversationId, seqs: [seq] });
        return entries[0]?.senderId ?? null;
      },
      isInView,
      claim,
      onAlert: (alert) => say.current(alert),
      onRead: (conversationId, seq) => void withdrawDesktop(conversationId, seq).catch(() => {}),
    });
  }, [engine]);

  function tell({ conversation, message }: Alert): void {
    const { desktop, sound } = deviceSettings();
    if (sound) void chime().catch(() => {});
    if (!desktop) return;
    const state = engine.getState();
    const title = titleOf(state, conversation);
    const sender = nameOf(state, message.senderId);
    const attached = attachedOf(message.attachments);
    const notice = {
      conversationId: conversation.id,
      seq: message.seq,
      title: conversation.kind === 'direct' || !sender ? title : t('inConversation', { sender, conversation: title }),
      body: previewOf(message.text) || (attached ? files('attached', { ...attached }) : ''),
    };
    void showDesktop(notice, () => goTo(messagePath(conversation.id, message.seq))).catch(() => {});
  }

  return null;
}

/** Lets all tabs know what is looked at in this one. */
function useView(): void {
  const screen = useScreen();
  const conversationId = screen.at === 'conversation' ? screen.conversationId : null;
  useEffect(() => {
    if (!conversationId) return;
    let leave: (() => void) | null = null;
    const look = () => {
      const isLooking = document.visibilityState === 'visible' && document.hasFocus();
      if (isLooking) leave ??= holdView(conversationId);
      else {
        leave?.();
        leave = null;
      }
    };
    look();
    const listening = new AbortController();
    const { signal } = listening;
    for (const type of ['focus', 'blur']) window.addEventListener(type, look, { signal });
    document.addEventListener('visibilitychange', look, { signal });
    return () => {
      listening.abort();
      leave?.();
    };
  }, [conversationId]);
}
