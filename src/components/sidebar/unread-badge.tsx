import { useTranslations } from 'use-intl/react';
import { useFormats } from '~/components/app/formats';
import { classNames } from '~/components/ui/class-names';
import type { Conversation } from '~/contract/conversation';
import { UNREAD_MAX } from '~/contract/limits';
import { isMuted } from './muted';

/** How many messages wait; a dot when it was only marked as unread. */
export function UnreadBadge({ conversation }: { readonly conversation: Conversation }) {
  const { number } = useFormats();
  const t = useTranslations('sidebar');
  const { unread, markedUnread } = conversation;
  if (unread === 0 && !markedUnread) return null;
  const shown = unread >= UNREAD_MAX ? `${number(UNREAD_MAX - 1)}+` : number(unread);
  return (
    <span
      role="img"
      aria-label={unread === 0 ? t('markedUnread') : t('unread', { count: shown })}
      className={classNames(
        'grid h-5 min-w-5 shrink-0 place-items-center rounded-full px-1.5 text-xs font-semibold tabular-nums',
        isMuted(conversation, Date.now()) ? 'bg-hover text-ink' : 'bg-accent text-on-accent',
      )}
    >
      {unread > 0 && shown}
    </span>
  );
}
