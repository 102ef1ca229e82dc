import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { useFormats } from '~/components/app/formats';
import { GoLink } from '~/components/app/go-link';
import { messagePath } from '~/components/app/navigation';
import { AttachedIcon } from '~/components/media/attached-icon';
import { Avatar } from '~/components/ui/avatar';
import { bdi } from '~/components/ui/bdi';
import type { MessageEntry } from '~/contract/entry';
import { type Attached, attachedOf } from '~/contract/preview';
import { nameOf, titleOf } from '~/sync/selectors';
import { excerptOf } from './excerpt-of';

interface SearchHitProps {
  readonly message: MessageEntry;
  readonly query: string;
}

/** Who said it, where and when, and the words or the files' names around what was looked for; leads to the message. */
export function SearchHit({ message, query }: SearchHitProps) {
  const common = useTranslations('common');
  const t = useTranslations('search');
  const { exactTime, listTime } = useFormats();
  const { conversationId, senderId, seq, at } = message;
  const sender = useSync((state) => nameOf(state, senderId, common('somebody')));
  const avatarUrl = useSync((state) => state.users.get(senderId)?.avatarUrl);
  const conversation = useSync((state) => state.conversations.get(conversationId));
  const title = useSync((state) => (conversation ? titleOf(state, conversation) : ''));
  return (
    <li>
      <GoLink
        href={messagePath(conversationId, seq)}
        className="flex items-start gap-3 rounded-xl px-2.5 py-2.5 hover:bg-hover"
      >
        <Avatar id={senderId} name={sender} url={avatarUrl} />
        <span className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] gap-0.5">
          <span className="flex items-baseline gap-2">
            <span className="flex min-w-0 flex-1 gap-1 text-sm">
              <bdi className="truncate font-semibold">{sender}</bdi>
              {title && conversation?.kind !== 'direct' && (
                <span className="truncate text-muted">{t.rich('where', { title, bdi })}</span>
              )}
            </span>
            <time dateTime={at} title={exactTime(at)} className="shrink-0 text-xs text-muted">
              {listTime(at, Date.now())}
            </time>
          </span>
          {message.text.trim() !== '' && <Excerpt text={message.text} query={query} />}
          {message.attachments.length > 0 && (
            <Excerpt
              attached={attachedOf(message.attachments)}
              text={message.attachments.map(({ filename }) => filename).join(', ')}
              query={query}
            />
          )}
        </span>
      </GoLink>
    </li>
  );
}

interface ExcerptProps {
  readonly attached?: Attached | null;
  readonly text: string;
  readonly query: string;
}

function Excerpt({ attached, text, query }: ExcerptProps) {
  return (
    <span dir="auto" className="wrap-anything line-clamp-2 text-sm text-muted">
      {attached && <AttachedIcon kind={attached.kind} />}
      {excerptOf(text, query).map((piece, index) =>
        piece.found ? (
          <mark key={index} className="rounded bg-warn-soft font-medium text-warn-text">
            {piece.text}
          </mark>
        ) : (
          piece.text
        ),
      )}
    </span>
  );
}
