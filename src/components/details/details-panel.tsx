import { SlidersHorizontal, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ConversationAvatar } from '~/components/app/conversation-avatar';
import { lazily } from '~/components/app/lazily';
import { conversationPath, goUp } from '~/components/app/navigation';
import { Requests } from '~/components/app/requests';
import { useTitleOf } from '~/components/app/use-title-of';
import { bdi } from '~/components/ui/bdi';
import { Button } from '~/components/ui/button';
import { IconButton } from '~/components/ui/icon-button';
import type { Conversation } from '~/contract/conversation';
import type { Say } from '~/i18n/say';
import { ConversationPicture } from './conversation-picture';
import { LeaveConversation } from './leave-conversation';
import { Members } from './members';
import { Rename } from './rename';
import { RoomLink } from './room-link';

const ConversationOptions = lazily(() => import('~/components/sidebar/conversation-options'));

interface DetailsPanelProps {
  readonly conversation: Conversation;
  readonly member: boolean;
}

/** Beside the conversation where there is room, over it where there is not. It has an address, so that Back closes it. */
export default function DetailsPanel({ conversation, member }: DetailsPanelProps) {
  const t = useTranslations('details');
  const title = useTitleOf(conversation);
  const close = () => goUp(conversationPath(conversation.id));
  const closeButton = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    const before = document.activeElement;
    closeButton.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  function onKeyDown(event: KeyboardEvent) {
    // A dialog that was opened from here closes first, and by itself.
    if (event.key === 'Escape' && !(event.target as Element).closest('dialog')) close();
  }

  return (
    <aside
      aria-label={t('details')}
      onKeyDown={onKeyDown}
      className="absolute inset-0 z-10 flex flex-col bg-canvas lg:static lg:w-80 lg:shrink-0 lg:border-s lg:border-line xl:w-88"
    >
      <header className="flex h-16 shrink-0 items-center justify-between gap-2 border-b border-line ps-5 pe-3">
        <h2 className="font-semibold">{t('details')}</h2>
        <IconButton ref={closeButton} label={t('close')} icon={<X className="size-5" />} onClick={close} />
      </header>
      <div className="scroll-region grid min-h-0 flex-1 content-start gap-6 px-5 pt-6 pb-[max(env(safe-area-inset-bottom),1.5rem)]">
        <div className="grid justify-items-center gap-2 text-center">
          <ConversationAvatar conversation={conversation} title={title} size="large" />
          <p dir="auto" className="wrap-anything max-w-full text-lg font-semibold">
            {title}
          </p>
          <p className="wrap-anything max-w-full text-sm text-muted">{kindOf(t, conversation)}</p>
        </div>
        {mayChange(conversation, member) && (
          <Requests>
            <div className="flex flex-wrap justify-center gap-x-2">
              <Rename conversation={conversation} />
              <ConversationPicture conversation={conversation} title={title} />
            </div>
          </Requests>
        )}
        {member && <OptionsButton conversation={conversation} />}
        {conversation.slug && <RoomLink slug={conversation.slug} />}
        <Requests>
          {member && <Members conversation={conversation} />}
          {member && conversation.kind !== 'direct' && <LeaveConversation conversation={conversation} title={title} />}
        </Requests>
      </div>
    </aside>
  );
}

function OptionsButton({ conversation }: { readonly conversation: Conversation }) {
  const t = useTranslations('details');
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Button onClick={() => setOpen(true)} className="w-full">
        <SlidersHorizontal aria-hidden className="size-4" />
        {t('preferences')}
      </Button>
      {open && (
        <Suspense>
          <ConversationOptions conversation={conversation} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}

function mayChange({ kind, role }: Conversation, member: boolean): boolean {
  return member && kind !== 'direct' && role !== 'member';
}

function kindOf(t: Say<'details'>, { kind, peer, slug }: Conversation): ReactNode {
  switch (kind) {
    case 'direct':
      return peer ? <bdi>@{peer.username}</bdi> : t('direct');
    case 'group':
      return t('group');
    case 'room':
      return t.rich('room', { slug: slug ?? '', bdi });
  }
}
