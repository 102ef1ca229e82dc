import { Forward } from 'lucide-react';
import { type FocusEvent, memo, useState } from 'react';
import { useSync } from '~/components/app/engine-context';
import { clockTime, exactTime } from '~/components/app/times';
import { Avatar } from '~/components/ui/avatar';
import { classNames } from '~/components/ui/class-names';
import type { MessageEntry } from '~/contract/entry';
import type { Id } from '~/contract/primitives';
import { nameOf } from '~/sync/selectors';
import type { OutboxItem, SyncState } from '~/sync/state';
import { tickOf } from '~/sync/ticks';
import { type Delivery, DeliveryMark } from './delivery-mark';
import { isEmojiOnly } from './emoji-only';
import { FailedActions } from './failed-actions';
import { useMessageActions } from './message-actions';
import { MessageText } from './message-text';
import { MessageToolbar } from './message-toolbar';
import { Quote } from './quote';
import { ReactionRow } from './reaction-row';
import { RetryCountdown } from './retry-countdown';
import type { PendingMessage } from './rows';
import { useMessageMenu } from './use-message-menu';

interface MessageLineProps {
  readonly id: string;
  readonly content: MessageEntry | PendingMessage;
  readonly senderId: Id;
  readonly mine: boolean;
  readonly startsGroup: boolean;
  /** Several people write here, so that each has to be named. */
  readonly named: boolean;
  /** The Tab key stops here; the arrow keys lead on to the others. */
  readonly isStop: boolean;
  /** Changes to it that the server did not accept, or not yet. */
  readonly troubled: readonly OutboxItem[];
}

export const MessageLine = memo(function MessageLine(props: MessageLineProps) {
  const { id, content, senderId, mine, startsGroup, named, isStop, troubled } = props;
  const sender = useSync((state) => nameOf(state, senderId, 'Somebody'));
  const entry = 'seq' in content ? content : null;
  const item = 'seq' in content ? null : content;
  const at = 'seq' in content ? content.at : content.createdAt;
  const deleted = entry?.deletedAt != null;
  const [used, usedProps] = useInUse();
  const menuProps = useMessageMenu(entry);
  const large = !deleted && isEmojiOnly(textOf(content));

  return (
    <article
      aria-label={`${mine ? 'You' : sender}, ${clockTime(at)}`}
      tabIndex={isStop ? 0 : -1}
      {...usedProps}
      {...menuProps}
      className={classNames(
        'flex gap-2.5 rounded-lg focus-visible:outline-offset-[-2px]',
        startsGroup ? 'pt-3' : 'pt-0.5',
        mine && 'justify-end',
      )}
    >
      {named && (
        <div className="w-8 shrink-0">{startsGroup && <Avatar id={senderId} name={sender} size="small" />}</div>
      )}
      <div
        className={classNames(
          'relative grid min-w-0 max-w-[min(85%,44rem)] grid-cols-[minmax(0,auto)]',
          mine ? 'justify-items-end' : 'justify-items-start',
        )}
      >
        {named && startsGroup && (
          <p className="max-w-full truncate px-1 pb-0.5 text-[13px] font-semibold">
            <bdi>{sender}</bdi>
          </p>
        )}
        <div className="relative max-w-full">
          {used && entry && <MessageToolbar message={entry} mine={mine} />}
          <div
            data-row={id}
            data-seq={entry?.seq}
            className={classNames(
              'flex max-w-full flex-wrap items-end justify-end gap-x-3 rounded-2xl px-3 py-1.5 pointer-coarse:select-none',
              !large && (mine ? 'bg-own' : 'bg-other'),
              startsGroup && (mine ? 'rounded-se-md' : 'rounded-ss-md'),
              item?.status === 'failed' && 'ring-1 ring-danger ring-inset',
            )}
          >
            <Above content={content} />
            {deleted ? (
              <p className="flex-auto italic text-muted">Message deleted</p>
            ) : (
              <MessageText text={textOf(content)} mentions={entry?.mentions ?? NOBODY} />
            )}
            <span className="flex items-center gap-1 pb-px text-[11px] text-muted select-none">
              {entry?.editedAt && !deleted && <span title={exactTime(entry.editedAt)}>edited</span>}
              <time dateTime={at} title={exactTime(at)}>
                {clockTime(at)}
              </time>
              {mine && <Mark content={content} />}
            </span>
          </div>
        </div>
        {entry && entry.reactions.length > 0 && !deleted && <ReactionRow message={entry} mine={mine} />}
        {item && <Trouble item={item} />}
        {troubled.map((one) => (
          <Trouble key={one.clientId} item={one} />
        ))}
      </div>
    </article>
  );
});

function Trouble({ item }: { readonly item: OutboxItem }) {
  if (item.status === 'failed') return <FailedActions item={item} />;
  return item.retryAt && <RetryCountdown at={item.retryAt} />;
}

const NOBODY: readonly Id[] = [];

const textOf = (content: MessageEntry | PendingMessage) => ('seq' in content ? content.text : content.act.text);

/** What stands over the text: that it comes from elsewhere, or what it answers. */
function Above({ content }: { readonly content: MessageEntry | PendingMessage }) {
  const actions = useMessageActions();
  if ('seq' in content && content.deletedAt) return null;
  const target = 'seq' in content ? content.replyTo : content.act.replyTo;
  if (target) {
    return (
      <button
        type="button"
        onClick={() => void actions.jump(target.seq)}
        title="Go to the message"
        className="my-0.5 w-full min-w-0 rounded-md bg-canvas/50 py-1 pe-2 hover:bg-canvas/80"
      >
        <Quote conversationId={content.conversationId} target={target} />
      </button>
    );
  }
  if (!('seq' in content) || !content.forwarded) return null;
  return (
    <span className="flex w-full items-center gap-1 text-xs text-muted">
      <Forward aria-hidden className="size-3 rtl:-scale-x-100" />
      Forwarded
    </span>
  );
}

function Mark({ content }: { readonly content: MessageEntry | PendingMessage }) {
  return <DeliveryMark status={useSync((state) => deliveryOf(state, content))} />;
}

function deliveryOf(state: SyncState, content: MessageEntry | PendingMessage): Delivery {
  if (!('seq' in content)) return content.status;
  const conversation = state.conversations.get(content.conversationId);
  return conversation ? tickOf(state, conversation, content) : 'sent';
}

/** Whether a mouse or the keyboard is at the line. */
function useInUse() {
  const [pointed, setPointed] = useState(false);
  const [focused, setFocused] = useState(false);
  const props = {
    onPointerEnter: (event: React.PointerEvent) => setPointed(event.pointerType !== 'touch'),
    onPointerLeave: () => setPointed(false),
    onFocus: (event: FocusEvent) => setFocused(event.target.matches(':focus-visible')),
    onBlur: (event: FocusEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget)) setFocused(false);
    },
  };
  return [pointed || focused, props] as const;
}
