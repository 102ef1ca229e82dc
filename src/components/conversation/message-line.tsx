import { memo, Suspense } from 'react';
import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { useFormats } from '~/components/app/formats';
import { lazilyOffline, onceAhead } from '~/components/app/lazily';
import { Attachments } from '~/components/media/attachments';
import { useShownFiles } from '~/components/media/use-shown-files';
import { Avatar } from '~/components/ui/avatar';
import { classNames } from '~/components/ui/class-names';
import type { MessageEntry } from '~/contract/entry';
import type { Id } from '~/contract/primitives';
import type { Attachment } from '~/contract/upload';
import type { OutboxItem, PendingFile, SyncState } from '~/sync/state';
import { tickOf } from '~/sync/ticks';
import { type Delivery, DeliveryMark } from './delivery-mark';
import { isEmojiOnly } from './emoji-only';
import { MessageAbove } from './message-above';
import { useMessageActions } from './message-actions';
import { MessageText } from './message-text';
import { ReactionRow } from './reaction-row';
import type { PendingMessage } from './rows';
import { useInUse } from './use-in-use';
import { useMessageMenu } from './use-message-menu';

const MessageToolbar = onceAhead((parts) => parts.MessageToolbar);
const RetryCountdown = lazilyOffline((parts) => parts.RetryCountdown);
const FailedActions = lazilyOffline((parts) => parts.FailedActions);
const SendingStatus = lazilyOffline((parts) => parts.SendingStatus);

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
  const common = useTranslations('common');
  const t = useTranslations('message');
  const { clockTime, exactTime } = useFormats();
  const { id, content, senderId, mine, startsGroup, named, isStop, troubled } = props;
  const actions = useMessageActions();
  const person = useSync((state) => state.users.get(senderId));
  const sender = person?.name ?? common('somebody');
  const entry = 'seq' in content ? content : null;
  const item = 'seq' in content ? null : content;
  const at = 'seq' in content ? content.at : content.createdAt;
  const deleted = entry?.deletedAt != null;
  const [used, usedProps] = useInUse();
  const menuProps = useMessageMenu(entry);
  const files = useShownFiles((!deleted && entry?.attachments) || NO_ATTACHMENTS, item?.act.files ?? NO_FILES);
  const text = textOf(content);
  const large = !deleted && files.length === 0 && isEmojiOnly(text);

  const said = (
    <>
      {deleted ? (
        <p className="flex-auto italic text-muted">{t('deleted')}</p>
      ) : (
        text !== '' && <MessageText text={text} mentions={entry?.mentions ?? NOBODY} large={large} />
      )}
      <span className="flex items-center gap-1 pb-px text-2xs text-muted select-none">
        {item && item.act.files.length > 0 && item.status !== 'failed' && (
          <Suspense>
            <SendingStatus clientId={item.clientId} files={item.act.files} />
          </Suspense>
        )}
        {entry?.editedAt && !deleted && <span title={exactTime(entry.editedAt)}>{t('edited')}</span>}
        <time dateTime={at} title={exactTime(at)}>
          {clockTime(at)}
        </time>
        {mine && <Mark content={content} />}
      </span>
    </>
  );

  return (
    <article
      aria-label={t('by', { sender: mine ? common('you') : sender, time: clockTime(at) })}
      tabIndex={isStop ? 0 : -1}
      {...usedProps}
      {...menuProps}
      className={classNames('flex gap-2.5 rounded-lg', mine && 'justify-end')}
    >
      {named && (
        <div className="w-8 shrink-0">
          {startsGroup && <Avatar id={senderId} name={sender} url={person?.avatarUrl} size="small" />}
        </div>
      )}
      <div
        className={classNames(
          'relative grid min-w-0 max-w-[min(85%,44rem)] grid-cols-[minmax(0,auto)]',
          mine ? 'justify-items-end' : 'justify-items-start',
        )}
      >
        {named && startsGroup && (
          <p className="flex max-w-full items-baseline gap-1.5 px-1 pb-0.5 text-note font-semibold">
            <bdi className="truncate">{sender}</bdi>
            {person?.kind && <span className="shrink-0 text-2xs font-medium text-muted">{t(person.kind)}</span>}
          </p>
        )}
        <div className="relative max-w-full">
          <Suspense>{used && entry && <MessageToolbar message={entry} mine={mine} />}</Suspense>
          <div
            data-row={id}
            data-seq={entry?.seq}
            className={classNames(
              'max-w-full rounded-2xl pointer-coarse:select-none',
              files.length > 0 ? 'p-1' : `${WORDS} px-3 py-1.5`,
              !large && (mine ? 'bg-own' : 'bg-other'),
              startsGroup && (mine ? 'rounded-se-md' : 'rounded-ss-md'),
              item?.status === 'failed' && 'ring-1 ring-danger ring-inset',
            )}
          >
            {files.length > 0 ? (
              <>
                <div className={`${AS_WIDE_AS_FILES} px-2 not-empty:pb-1`}>
                  <MessageAbove content={content} />
                </div>
                <Attachments
                  files={files}
                  onOpen={(pictures, first) => actions.open({ kind: 'pictures', pictures, first })}
                />
                <div className={`${AS_WIDE_AS_FILES} ${WORDS} px-2 pt-1`}>{said}</div>
              </>
            ) : (
              <>
                <MessageAbove content={content} />
                {said}
              </>
            )}
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
  if (item.status === 'failed') {
    return (
      <Suspense fallback={<div className="h-10" />}>
        <FailedActions item={item} />
      </Suspense>
    );
  }
  return <Suspense>{item.retryAt && <RetryCountdown at={item.retryAt} />}</Suspense>;
}

/** The text, with the time at its end where there is room. */
const WORDS = 'flex flex-wrap items-end justify-end gap-x-3';
/** Long words do not widen the bubble beyond its files, short ones of small pictures still have room. */
const AS_WIDE_AS_FILES = 'w-0 min-w-[max(100%,9rem)]';

const NOBODY: readonly Id[] = [];
const NO_ATTACHMENTS: readonly Attachment[] = [];
const NO_FILES: readonly PendingFile[] = [];

const textOf = (content: MessageEntry | PendingMessage) => ('seq' in content ? content.text : content.act.text);

function Mark({ content }: { readonly content: MessageEntry | PendingMessage }) {
  return <DeliveryMark status={useSync((state) => deliveryOf(state, content))} />;
}

function deliveryOf(state: SyncState, content: MessageEntry | PendingMessage): Delivery {
  if (!('seq' in content)) return content.status;
  const conversation = state.conversations.get(content.conversationId);
  return conversation ? tickOf(state, conversation, content) : 'sent';
}
