import { useSync } from '~/components/app/engine-context';
import { GoLink } from '~/components/app/go-link';
import { messagePath } from '~/components/app/navigation';
import { exactTime, listTime } from '~/components/app/times';
import { Avatar } from '~/components/ui/avatar';
import type { MessageEntry } from '~/contract/entry';
import { nameOf, titleOf } from '~/sync/selectors';
import { excerptOf } from './excerpt-of';

interface SearchHitProps {
  readonly message: MessageEntry;
  readonly query: string;
}

/** Who said it, where and when, and the words around what was looked for; leads to the message. */
export function SearchHit({ message, query }: SearchHitProps) {
  const { conversationId, senderId, seq, at } = message;
  const sender = useSync((state) => nameOf(state, senderId, 'Somebody'));
  const conversation = useSync((state) => state.conversations.get(conversationId));
  const title = useSync((state) => (conversation ? titleOf(state, conversation) : ''));
  return (
    <li>
      <GoLink
        href={messagePath(conversationId, seq)}
        className="flex items-start gap-3 rounded-xl px-2.5 py-2.5 hover:bg-hover"
      >
        <Avatar id={senderId} name={sender} />
        <span className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] gap-0.5">
          <span className="flex items-baseline gap-2">
            <span className="min-w-0 flex-1 truncate text-sm">
              <bdi className="font-semibold">{sender}</bdi>
              {title && conversation?.kind !== 'direct' && (
                <span className="text-muted">
                  {' '}
                  in <bdi>{title}</bdi>
                </span>
              )}
            </span>
            <time dateTime={at} title={exactTime(at)} className="shrink-0 text-xs text-muted">
              {listTime(at, Date.now())}
            </time>
          </span>
          <span dir="auto" className="wrap-anything line-clamp-2 text-sm text-muted">
            {excerptOf(message.text, query).map(({ text, found }, index) =>
              found ? (
                <mark key={index} className="rounded bg-warn-soft font-medium text-warn-text">
                  {text}
                </mark>
              ) : (
                text
              ),
            )}
          </span>
        </span>
      </GoLink>
    </li>
  );
}
