import { memo } from 'react';
import { useSync } from '~/components/app/engine-context';
import { clockTime, exactTime } from '~/components/app/times';
import { Avatar } from '~/components/ui/avatar';
import { classNames } from '~/components/ui/class-names';
import type { MessageEntry } from '~/contract/entry';
import type { Id } from '~/contract/primitives';
import { nameOf } from '~/sync/selectors';
import type { OutboxItem } from '~/sync/state';
import { DeliveryMark } from './delivery-mark';
import { FailedActions } from './failed-actions';
import { MessageText } from './message-text';
import { ReactionRow } from './reaction-row';

interface MessageLineProps {
  readonly id: string;
  readonly content: MessageEntry | OutboxItem;
  readonly senderId: Id;
  readonly mine: boolean;
  readonly startsGroup: boolean;
  /** Several people write here, so that each has to be named. */
  readonly named: boolean;
}

export const MessageLine = memo(function MessageLine(props: MessageLineProps) {
  const { id, content, senderId, mine, startsGroup, named } = props;
  const sender = useSync((state) => nameOf(state, senderId, 'Somebody'));
  const entry = 'seq' in content ? content : null;
  const item = 'seq' in content ? null : content;
  const at = 'seq' in content ? content.at : content.createdAt;
  const failed = item?.status === 'failed';

  return (
    <article
      aria-label={`${mine ? 'You' : sender}, ${clockTime(at)}`}
      className={classNames('flex gap-2.5', startsGroup ? 'pt-3' : 'pt-0.5', mine && 'justify-end')}
    >
      {named && (
        <div className="w-8 shrink-0">{startsGroup && <Avatar id={senderId} name={sender} size="small" />}</div>
      )}
      <div
        className={classNames(
          'grid min-w-0 max-w-[min(85%,44rem)]',
          mine ? 'justify-items-end' : 'justify-items-start',
        )}
      >
        {named && startsGroup && (
          <p className="max-w-full truncate px-1 pb-0.5 text-[13px] font-semibold">
            <bdi>{sender}</bdi>
          </p>
        )}
        <div
          data-row={id}
          className={classNames(
            'flex max-w-full flex-wrap items-end justify-end gap-x-3 rounded-2xl px-3 py-1.5',
            mine ? 'bg-own' : 'bg-other',
            startsGroup && (mine ? 'rounded-se-md' : 'rounded-ss-md'),
            failed && 'ring-1 ring-danger ring-inset',
          )}
        >
          {entry?.deletedAt ? (
            <p className="flex-auto italic text-muted">Message deleted</p>
          ) : (
            <MessageText text={content.text} />
          )}
          <span className="flex items-center gap-1 pb-px text-[11px] text-muted select-none">
            {entry?.editedAt && !entry.deletedAt && <span title={exactTime(entry.editedAt)}>edited</span>}
            <time dateTime={at} title={exactTime(at)}>
              {clockTime(at)}
            </time>
            {mine && <DeliveryMark status={item?.status ?? 'sent'} />}
          </span>
        </div>
        {entry && entry.reactions.length > 0 && !entry.deletedAt && <ReactionRow reactions={entry.reactions} />}
        {item && failed && <FailedActions item={item} />}
      </div>
    </article>
  );
});
