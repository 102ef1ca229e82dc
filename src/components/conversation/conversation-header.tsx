import { ArrowLeft, PanelRight, Search } from 'lucide';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl/react';
import { ConversationAvatar } from '~/components/app/conversation-avatar';
import { GoLink } from '~/components/app/go-link';
import { conversationPath, detailsPath, HOME, searchPath } from '~/components/app/navigation';
import { usePresenceWords, useWatchPeople } from '~/components/people/use-presence';
import { classNames } from '~/components/ui/class-names';
import { Icon } from '~/components/ui/icon';
import { ICON_BUTTON } from '~/components/ui/icon-button';
import type { Conversation } from '~/contract/conversation';

interface ConversationHeaderProps {
  readonly conversation: Conversation;
  readonly title: string;
  readonly details: boolean;
}

export function ConversationHeader({ conversation, title, details }: ConversationHeaderProps) {
  const common = useTranslations('common');
  const t = useTranslations('conversation');
  const { id } = conversation;
  return (
    <header className="flex h-16 shrink-0 items-center gap-3 border-b border-line px-3 md:px-5">
      <GoLink
        href={HOME}
        up
        aria-label={common('back')}
        title={common('back')}
        className={classNames(ICON_BUTTON, '-me-2 md:hidden')}
      >
        <Icon of={ArrowLeft} className="size-5 rtl:-scale-x-100" />
      </GoLink>
      <ConversationAvatar conversation={conversation} title={title} />
      <div className="min-w-0 flex-1 leading-tight">
        <h1 className="flex font-semibold">
          <bdi className="truncate">{title}</bdi>
        </h1>
        <p className="truncate text-note text-muted">
          <Subtitle conversation={conversation} />
        </p>
      </div>
      <GoLink href={searchPath(id)} aria-label={t('searchHere')} title={t('searchHere')} className={ICON_BUTTON}>
        <Icon of={Search} className="size-5" />
      </GoLink>
      <GoLink
        href={details ? conversationPath(id) : detailsPath(id)}
        up={details}
        role="button"
        aria-label={t('details')}
        title={t('details')}
        aria-expanded={details}
        className={classNames(ICON_BUTTON, details && 'bg-accent-soft text-accent-text')}
      >
        <Icon of={PanelRight} className="size-5 rtl:-scale-x-100" />
      </GoLink>
    </header>
  );
}

function Subtitle({ conversation }: { readonly conversation: Conversation }) {
  const t = useTranslations('rooms');
  const { kind, peer, slug, memberCount } = conversation;
  const peerIds = useMemo(() => (peer ? [peer.id] : []), [peer]);
  useWatchPeople(peerIds);
  const presence = usePresenceWords(peer?.id);
  if (kind === 'direct') return presence ?? (peer ? <bdi>@{peer.username}</bdi> : '');
  const members = t('members', { count: memberCount });
  if (kind === 'group') return members;
  return (
    <>
      <bdi>#{slug}</bdi> · {members}
    </>
  );
}
