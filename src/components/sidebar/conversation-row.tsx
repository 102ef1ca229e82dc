import { memo } from 'react';
import { ConversationAvatar } from '~/components/app/conversation-avatar';
import { GoLink } from '~/components/app/go-link';
import { conversationPath } from '~/components/app/navigation';
import { exactTime, listTime } from '~/components/app/times';
import { useTitleOf } from '~/components/app/use-title-of';
import { classNames } from '~/components/ui/class-names';
import type { Conversation } from '~/contract/conversation';
import { PreviewLine } from './preview-line';

interface ConversationRowProps {
  readonly conversation: Conversation;
  readonly selected: boolean;
  /** Midnight before now: the time shown depends on it. */
  readonly today: number;
}

export const ConversationRow = memo(function ConversationRow({ conversation, selected, today }: ConversationRowProps) {
  const title = useTitleOf(conversation);
  const at = conversation.lastActivityAt;
  return (
    <li>
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
            <span className="min-w-0 flex-1 truncate text-[15px] font-semibold">
              <bdi>{title}</bdi>
            </span>
            <time dateTime={at} title={exactTime(at)} className="shrink-0 text-xs text-muted">
              {listTime(at, today)}
            </time>
          </span>
          <PreviewLine conversation={conversation} selected={selected} />
        </span>
      </GoLink>
    </li>
  );
});
