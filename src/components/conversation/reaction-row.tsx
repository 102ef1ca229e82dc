import { SmilePlus } from 'lucide';
import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { classNames } from '~/components/ui/class-names';
import { Icon } from '~/components/ui/icon';
import type { MessageEntry, Reaction } from '~/contract/entry';
import { anchorOf, useMessageActions } from './message-actions';

interface ReactionRowProps {
  readonly message: MessageEntry;
  readonly mine: boolean;
}

export function ReactionRow({ message, mine }: ReactionRowProps) {
  const t = useTranslations('message');
  const actions = useMessageActions();
  return (
    <ul aria-label={t('reactions')} className={classNames('flex flex-wrap gap-1 pt-1', mine && 'justify-end')}>
      {message.reactions.map((reaction) => (
        <ReactionCount
          key={reaction.emoji}
          reaction={reaction}
          onToggle={(on) => actions.react(message, reaction.emoji, on)}
        />
      ))}
      <li className="flex">
        <button
          type="button"
          aria-label={t('addReaction')}
          title={t('addReaction')}
          onClick={(event) => actions.open({ kind: 'emojis', message, anchor: anchorOf(event.currentTarget) })}
          className="grid min-h-7 min-w-8 place-items-center rounded-full border border-line bg-raised text-muted hover:bg-hover hover:text-ink"
        >
          <Icon of={SmilePlus} className="size-3.5" />
        </button>
      </li>
    </ul>
  );
}

interface ReactionCountProps {
  readonly reaction: Reaction;
  readonly onToggle: (on: boolean) => void;
}

function ReactionCount({ reaction: { emoji, userIds }, onToggle }: ReactionCountProps) {
  const common = useTranslations('common');
  const t = useTranslations('message');
  const mine = useSync(({ me }) => userIds.includes(me.id));
  const names = useSync(({ me, users }) =>
    userIds
      .map((userId) => (userId === me.id ? common('you') : (users.get(userId)?.name ?? common('somebody'))))
      .join(', '),
  );
  return (
    <li className="flex">
      <button
        type="button"
        aria-pressed={mine}
        aria-label={t('reacted', { emoji, count: userIds.length, mine: mine ? 'yes' : 'no' })}
        title={names}
        onClick={() => onToggle(!mine)}
        className={classNames(
          'flex min-h-7 items-center gap-1 rounded-full border px-2 text-sm',
          mine ? 'border-accent-text bg-accent-soft hover:opacity-85' : 'border-line bg-raised hover:bg-hover',
        )}
      >
        {emoji}
        <span className={classNames('text-xs', mine ? 'font-semibold text-accent-text' : 'text-muted')}>
          {userIds.length}
        </span>
      </button>
    </li>
  );
}
