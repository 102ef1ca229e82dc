import { Compass, Search, SquarePen } from 'lucide';
import { Suspense, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { AccountMenu } from '~/components/account/account-menu';
import { APP_NAME } from '~/components/app/app-name';
import { GoLink } from '~/components/app/go-link';
import { lazilyBehind } from '~/components/app/lazily';
import { Logo } from '~/components/app/logo';
import { HOME, ROOMS, type Screen, SEARCH } from '~/components/app/navigation';
import { classNames } from '~/components/ui/class-names';
import { Icon } from '~/components/ui/icon';
import { ICON_BUTTON, IconButton } from '~/components/ui/icon-button';
import { ConversationList } from './conversation-list';

const NewConversationDialog = lazilyBehind((later) => later.newConversation());

export function Sidebar({ screen }: { readonly screen: Screen }) {
  const t = useTranslations('sidebar');
  const [creating, setCreating] = useState(false);
  // Every other screen has a title of its own, which is the page's.
  const Title = screen.at === 'home' ? 'h1' : 'h2';
  const atRooms = screen.at === 'rooms' || screen.at === 'room';
  return (
    <nav data-region="list" aria-label={t('region')} className="flex h-full flex-col border-line bg-panel md:border-e">
      <header className="flex h-16 shrink-0 items-center gap-1 ps-4 pe-2.5">
        <GoLink href={HOME} className="me-auto flex items-center gap-2.5 rounded-lg">
          <Logo className="size-8" />
          <Title className="text-lg font-bold tracking-tight">{APP_NAME}</Title>
        </GoLink>
        <GoLink
          href={SEARCH}
          aria-label={t('searchMessages')}
          title={t('searchMessages')}
          aria-current={screen.at === 'search' ? 'page' : undefined}
          className={classNames(ICON_BUTTON, screen.at === 'search' && 'bg-accent-soft text-accent-text')}
        >
          <Icon of={Search} className="size-5" />
        </GoLink>
        <GoLink
          href={ROOMS}
          aria-label={t('findRooms')}
          title={t('findRooms')}
          aria-current={atRooms ? 'page' : undefined}
          className={classNames(ICON_BUTTON, atRooms && 'bg-accent-soft text-accent-text')}
        >
          <Icon of={Compass} className="size-5" />
        </GoLink>
        <IconButton
          label={t('newConversation')}
          icon={<Icon of={SquarePen} className="size-5" />}
          onClick={() => setCreating(true)}
        />
      </header>
      <ConversationList
        selectedId={screen.at === 'conversation' ? screen.conversationId : null}
        onNew={() => setCreating(true)}
      />
      <AccountMenu />
      {creating && (
        <Suspense>
          <NewConversationDialog onClose={() => setCreating(false)} />
        </Suspense>
      )}
    </nav>
  );
}
