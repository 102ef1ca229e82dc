import { Search, SlidersHorizontal, Webhook, X } from 'lucide';
import { type KeyboardEvent, type ReactNode, Suspense, useLayoutEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { ConversationAvatar } from '~/components/app/conversation-avatar';
import { GoLink } from '~/components/app/go-link';
import { lazily } from '~/components/app/lazily';
import { conversationPath, goUp, searchPath } from '~/components/app/navigation';
import { Requests } from '~/components/app/requests';
import { useTitleOf } from '~/components/app/use-title-of';
import { bdi } from '~/components/ui/bdi';
import { Button } from '~/components/ui/button';
import { buttonLook } from '~/components/ui/button-look';
import { Icon } from '~/components/ui/icon';
import { IconButton } from '~/components/ui/icon-button';
import { Tabs } from '~/components/ui/tabs';
import type { Conversation } from '~/contract/conversation';
import type { MediaKind } from '~/contract/message';
import type { Id } from '~/contract/primitives';
import type { Say } from '~/i18n/say';
import { ConversationPicture } from './conversation-picture';
import { LeaveConversation } from './leave-conversation';
import { Members } from './members';
import { Rename } from './rename';
import { Retention } from './retention';
import { RoomLink } from './room-link';

const Shared = lazily(() => import('./shared'));
const PinList = lazily(() => import('./pin-list'));
const WebhooksDialog = lazily(() => import('~/components/webhooks/webhooks-dialog'));
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
  const panel = useRef<HTMLElement>(null);
  const closeButton = useRef<HTMLButtonElement>(null);

  useLayoutEffect(() => {
    const before = document.activeElement;
    const own = panel.current!;
    closeButton.current?.focus();
    return () => {
      // Only if it is the panel's to give, and as soon as what lay under it can take it.
      if (before instanceof HTMLElement && own.contains(document.activeElement)) queueMicrotask(() => before.focus());
    };
  }, []);

  function onKeyDown(event: KeyboardEvent) {
    // What was opened from here, as a dialog or over everything, closes first, and by itself.
    if (event.key !== 'Escape') return;
    const target = event.target as Element;
    if (event.currentTarget.contains(target) && !target.closest('dialog')) close();
  }

  return (
    <aside
      ref={panel}
      data-region="details"
      aria-label={t('details')}
      onKeyDown={onKeyDown}
      className="absolute inset-0 z-10 flex flex-col bg-canvas lg:static lg:w-80 lg:shrink-0 lg:border-s lg:border-line xl:w-88"
    >
      <header className="flex h-16 shrink-0 items-center justify-between gap-2 border-b border-line ps-5 pe-3">
        <h2 className="font-semibold">{t('details')}</h2>
        <IconButton ref={closeButton} label={t('close')} icon={<Icon of={X} className="size-5" />} onClick={close} />
      </header>
      <div className="scroll-region grid min-h-0 flex-1 content-start gap-6 px-5 pt-6 pb-[max(env(safe-area-inset-bottom),1.5rem)]">
        <div className="grid justify-items-center gap-2 text-center">
          <ConversationAvatar conversation={conversation} title={title} size="large" />
          <p dir="auto" className="wrap-anything max-w-full text-lg font-semibold">
            {title}
          </p>
          <p className="wrap-anything max-w-full text-sm text-muted">{kindOf(t, conversation)}</p>
        </div>
        {member ? <Parts conversation={conversation} title={title} /> : <About {...{ conversation, title, member }} />}
      </div>
    </aside>
  );
}

/** Who is here and what is set, and what was shared: looked for when its tab is opened. */
function Parts({ conversation, title }: { readonly conversation: Conversation; readonly title: string }) {
  const t = useTranslations('shared');
  const { id } = conversation;
  const shared = (kind: MediaKind) => (
    <Suspense>
      <Requests>
        <Shared conversationId={id} kind={kind} />
      </Requests>
    </Suspense>
  );
  return (
    <div>
      <Tabs
        label={t('tabs')}
        tabs={[
          { label: t('about'), content: <About conversation={conversation} title={title} member /> },
          { label: t('media'), content: shared('media') },
          { label: t('files'), content: shared('files') },
          { label: t('links'), content: shared('links') },
          {
            label: t('pins'),
            content: (
              <Suspense>
                <PinList conversation={conversation} />
              </Suspense>
            ),
          },
        ]}
      />
    </div>
  );
}

interface AboutProps extends DetailsPanelProps {
  readonly title: string;
}

function About({ conversation, title, member }: AboutProps) {
  const t = useTranslations('shared');
  return (
    <div className="grid gap-6">
      {mayChange(conversation, member) && (
        <Requests>
          <div className="flex flex-wrap justify-center gap-x-2">
            <Rename conversation={conversation} />
            <ConversationPicture conversation={conversation} title={title} />
          </div>
        </Requests>
      )}
      {member && (
        <div className="grid gap-2">
          <GoLink href={searchPath(conversation.id)} className={buttonLook('plain')}>
            <Icon of={Search} className="size-4" />
            {t('search')}
          </GoLink>
          <OptionsButton conversation={conversation} />
          {mayChange(conversation, member) && <WebhooksButton conversationId={conversation.id} />}
        </div>
      )}
      {conversation.slug && <RoomLink slug={conversation.slug} />}
      <Requests>
        {member && <Retention conversation={conversation} />}
        {member && <Members conversation={conversation} />}
        {member && conversation.kind !== 'direct' && <LeaveConversation conversation={conversation} title={title} />}
      </Requests>
    </div>
  );
}

function OptionsButton({ conversation }: { readonly conversation: Conversation }) {
  const t = useTranslations('details');
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Button onClick={() => setOpen(true)} className="w-full">
        <Icon of={SlidersHorizontal} className="size-4" />
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

function WebhooksButton({ conversationId }: { readonly conversationId: Id }) {
  const t = useTranslations('webhooks');
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Button onClick={() => setOpen(true)} className="w-full">
        <Icon of={Webhook} className="size-4" />
        {t('title')}
      </Button>
      {open && (
        <Suspense>
          <WebhooksDialog conversationId={conversationId} onClose={() => setOpen(false)} />
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
