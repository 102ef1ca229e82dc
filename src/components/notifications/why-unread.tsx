import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { goTo, messagePath } from '~/components/app/navigation';
import { trpc } from '~/components/app/trpc';
import { Button } from '~/components/ui/button';
import { Skeleton } from '~/components/ui/skeleton';
import type { Conversation } from '~/contract/conversation';
import { NO_NOTIFICATION_SETTINGS, type NotificationRule } from '~/contract/notification';
import type { Id } from '~/contract/primitives';
import { nameOf } from '~/sync/selectors';
import { whyUnread } from '~/sync/why-unread';

/** Messages looked at: more would not be read one by one. */
const LOOKED_AT = 100;

interface WhyUnreadProps {
  readonly conversation: Conversation;
  readonly onClose: () => void;
}

/** Says by which rules something is unread, and leads to the message that counts. */
export function WhyUnread({ conversation, onClose }: WhyUnreadProps) {
  const t = useTranslations('notifications');
  const format = useFormatter();
  const engine = useEngine();
  const users = useSync((state) => state.users);
  // As it was when it was asked: showing the message reads it.
  const [{ id: conversationId, readSeq, ...rest }] = useState(conversation);
  const settings = trpc.account.notifications.useQuery();
  const page = trpc.message.history.useQuery({ conversationId, after: Math.max(0, readSeq - 1), limit: LOOKED_AT });
  const answered = (page.data?.entries ?? []).flatMap((one) =>
    one.kind === 'message' && one.replyTo && one.seq > readSeq ? [one.replyTo.seq] : [],
  );
  const quoted = trpc.message.get.useQuery(
    { conversationId, seqs: [...new Set(answered)] },
    { enabled: answered.length > 0 },
  );
  if (!page.data || !settings.data || (answered.length > 0 && quoted.isPending)) return <Skeleton className="h-24" />;
  const authors = new Map<number, Id>();
  for (const { seq, senderId } of quoted.data?.entries ?? []) if (senderId) authors.set(seq, senderId);
  const me = engine.getState().me.id;
  const person = { userId: me, settings: settings.data ?? NO_NOTIFICATION_SETTINGS, now: Date.now() };
  const facts = { conversation: { ...rest, id: conversationId, readSeq }, entries: page.data.entries, authors };
  const { marked, count, readUpTo, rules } = whyUnread(facts, person);
  const date = readUpTo && format.dateTime(new Date(readUpTo), { dateStyle: 'medium', timeStyle: 'short' });

  function show(seq: number) {
    onClose();
    goTo(messagePath(conversationId, seq));
  }

  return (
    <div className="grid gap-3 text-sm">
      <h3 className="font-semibold">{t('whyTitle')}</h3>
      {marked && <p>{t('whyMarked')}</p>}
      {count > 0 && <p>{date ? t('whyCountSince', { count, date }) : t('whyCount', { count })}</p>}
      {!marked && count === 0 && <p>{t('whyNothing')}</p>}
      <ul className="grid gap-3">
        {rules.map(({ rule, message }) => (
          <li key={rule.because} className="flex items-center justify-between gap-3">
            <span>{words(rule.because, nameOf({ users }, message.senderId))}</span>
            <Button className="shrink-0" onClick={() => show(message.seq)}>
              {t('show')}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );

  function words(because: NotificationRule['because'], name: string): string {
    switch (because) {
      case 'mentioned':
        return t('ruleMentioned', { name });
      case 'answered':
        return t('ruleAnswered', { name });
      case 'direct':
        return t('ruleDirect', { name });
      case 'muted':
        return t('ruleMuted');
      case 'none':
        return t('ruleNone');
      case 'mentionsOnly':
        return t('ruleMentionsOnly');
      case 'quietUntil':
        return t('ruleQuietUntil');
      case 'quietTime':
        return t('ruleQuietTime');
      case 'all':
      case 'own':
      case 'deleted':
        return t('ruleAll');
    }
  }
}
