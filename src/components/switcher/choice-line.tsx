import { Command as CommandIcon } from 'lucide';
import { ConversationAvatar } from '~/components/app/conversation-avatar';
import { isUnread } from '~/components/keyboard/neighbours';
import { UnreadBadge } from '~/components/sidebar/unread-badge';
import { Avatar } from '~/components/ui/avatar';
import { classNames } from '~/components/ui/class-names';
import { Icon } from '~/components/ui/icon';
import type { Choice } from './choices';

/** What one choice is: its picture, its name, and what tells it from others of that name. */
export function ChoiceLine({ choice }: { readonly choice: Choice }) {
  const unread = choice.kind === 'conversation' && isUnread(choice.conversation);
  return (
    <>
      <span className="grid size-8 shrink-0 place-items-center">
        <Picture choice={choice} />
      </span>
      <span className={classNames('flex min-w-0 text-sm', unread ? 'font-semibold' : 'font-medium')}>
        <bdi className="truncate">{choice.title}</bdi>
      </span>
      <span dir="ltr" className="min-w-0 flex-1 truncate text-start text-xs text-muted">
        {alsoOf(choice)}
      </span>
      {choice.kind === 'conversation' && <UnreadBadge conversation={choice.conversation} />}
    </>
  );
}

function Picture({ choice }: { readonly choice: Choice }) {
  switch (choice.kind) {
    case 'conversation':
      return <ConversationAvatar conversation={choice.conversation} title={choice.title} size="small" />;
    case 'person':
      return <Avatar id={choice.user.id} name={choice.title} url={choice.user.avatarUrl} size="small" />;
    case 'room':
      return <Avatar id={choice.room.id} name={choice.title} url={choice.room.avatarUrl} kind="room" size="small" />;
    case 'command':
      return <Icon of={CommandIcon} className="size-4 text-muted" />;
  }
}

function alsoOf(choice: Choice): string {
  switch (choice.kind) {
    case 'conversation': {
      const { peer, slug } = choice.conversation;
      return peer ? `@${peer.username}` : slug ? `#${slug}` : '';
    }
    case 'person':
      return `@${choice.user.username}`;
    case 'room':
      return `#${choice.room.slug}`;
    case 'command':
      return '';
  }
}
