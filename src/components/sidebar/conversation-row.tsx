import { BellOff, Ellipsis, Pin } from 'lucide';
import { memo } from 'react';
import { useTranslations } from 'use-intl/react';
import { ConversationAvatar } from '~/components/app/conversation-avatar';
import { useFormats } from '~/components/app/formats';
import { GoLink } from '~/components/app/go-link';
import { conversationPath } from '~/components/app/navigation';
import { useTitleOf } from '~/components/app/use-title-of';
import { classNames } from '~/components/ui/class-names';
import { Icon } from '~/components/ui/icon';
import type { Conversation } from '~/contract/conversation';
import { isMuted } from './muted';
import { PreviewLine } from './preview-line';
import { UnreadBadge } from './unread-badge';

interface ConversationRowProps {
  readonly conversation: Conversation;
  readonly selected: boolean;
  /** Midnight before now: the time shown depends on it. */
  readonly today: number;
  readonly onOptions: (conversation: Conversation) => void;
}

export const ConversationRow = memo(function ConversationRow(props: ConversationRowProps) {
  const t = useTranslations('sidebar');
  const { exactTime, listTime } = useFormats();
  const { conversation, selected, today, onOptions } = props;
  const title = useTitleOf(conversation);
  const at = conversation.lastActivityAt;
  return (
    <li
      className="group relative"
      onContextMenu={(event) => {
        event.preventDefault();
        onOptions(conversation);
      }}
    >
      <GoLink
        href={conversationPath(conversation.id)}
        aria-current={selected ? 'page' : undefined}
        className={classNames(
          'flex h-17 items-center gap-3 rounded-xl px-2.5 transition-colors',
          selected ? 'bg-accent-soft' : 'hover:bg-hover',
        )}
      >
        <ConversationAvatar conversation={conversation} title={title} />
        <span className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] gap-0.5">
          <span className="flex items-baseline gap-2">
            <span className="flex min-w-0 flex-1 text-body font-semibold">
              <bdi className="truncate">{title}</bdi>
            </span>
            <time dateTime={at} title={exactTime(at)} className="shrink-0 text-xs text-muted">
              {listTime(at, today)}
            </time>
          </span>
          <span className="flex items-center gap-1.5">
            <span className="min-w-0 flex-1">
              <PreviewLine conversation={conversation} selected={selected} />
            </span>
            {isMuted(conversation, Date.now()) && (
              <Icon of={BellOff} label={t('muted')} className="size-3.5 shrink-0 text-muted" />
            )}
            {conversation.pinned && (
              <Icon of={Pin} label={t('pinned')} className="size-3.5 shrink-0 rotate-45 text-muted" />
            )}
            <UnreadBadge conversation={conversation} />
          </span>
        </span>
      </GoLink>
      <button
        type="button"
        aria-label={t('optionsFor', { title })}
        title={t('options')}
        onClick={() => onOptions(conversation)}
        className="absolute end-1.5 top-1 grid size-8 place-items-center rounded-lg bg-raised text-muted opacity-0 shadow-sm hover:text-ink focus-visible:opacity-100 group-hover:opacity-100 max-md:hidden"
      >
        <Icon of={Ellipsis} className="size-4" />
      </button>
    </li>
  );
});
