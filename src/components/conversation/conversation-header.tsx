import { ArrowLeft, PanelRight, Search } from 'lucide-react';
import { useMemo } from 'react';
import { ConversationAvatar } from '~/components/app/conversation-avatar';
import { GoLink } from '~/components/app/go-link';
import { conversationPath, detailsPath, HOME, searchPath } from '~/components/app/navigation';
import { usePresenceWords, useWatchPeople } from '~/components/people/use-presence';
import { classNames } from '~/components/ui/class-names';
import { ICON_BUTTON } from '~/components/ui/icon-button';
import type { Conversation } from '~/contract/conversation';

interface ConversationHeaderProps {
  readonly conversation: Conversation;
  readonly title: string;
  readonly details: boolean;
}

export function ConversationHeader({ conversation, title, details }: ConversationHeaderProps) {
  const { id } = conversation;
  return (
    <header className="flex h-16 shrink-0 items-center gap-3 border-b border-line px-3 md:px-5">
      <GoLink href={HOME} up aria-label="Back" title="Back" className={classNames(ICON_BUTTON, '-me-2 md:hidden')}>
        <ArrowLeft className="size-5 rtl:-scale-x-100" />
      </GoLink>
      <ConversationAvatar conversation={conversation} title={title} />
      <div className="min-w-0 flex-1 leading-tight">
        <h2 className="truncate font-semibold">
          <bdi>{title}</bdi>
        </h2>
        <p className="truncate text-note text-muted">
          <Subtitle conversation={conversation} />
        </p>
      </div>
      <GoLink
        href={searchPath(id)}
        aria-label="Search in this conversation"
        title="Search in this conversation"
        className={ICON_BUTTON}
      >
        <Search className="size-5" />
      </GoLink>
      <GoLink
        href={details ? conversationPath(id) : detailsPath(id)}
        up={details}
        role="button"
        aria-label="Details"
        title="Details"
        aria-expanded={details}
        className={classNames(ICON_BUTTON, details && 'bg-accent-soft text-accent-text')}
      >
        <PanelRight className="size-5 rtl:-scale-x-100" />
      </GoLink>
    </header>
  );
}

function Subtitle({ conversation }: { readonly conversation: Conversation }) {
  const { kind, peer, slug, memberCount } = conversation;
  const peerIds = useMemo(() => (peer ? [peer.id] : []), [peer]);
  useWatchPeople(peerIds);
  const presence = usePresenceWords(peer?.id);
  if (kind === 'direct') return presence ?? (peer ? `@${peer.username}` : '');
  const members = `${memberCount} ${memberCount === 1 ? 'member' : 'members'}`;
  return kind === 'room' ? `#${slug} · ${members}` : members;
}
