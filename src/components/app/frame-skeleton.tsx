import { useTranslations } from 'use-intl/react';
import { ConversationSkeleton } from '~/components/conversation/conversation-skeleton';
import { ListSkeleton } from '~/components/sidebar/list-skeleton';
import { classNames } from '~/components/ui/class-names';
import { APP_NAME } from './app-name';
import { Logo } from './logo';
import { useScreen } from './navigation';

/** The frame before there is an engine: what the server sends. */
export function FrameSkeleton() {
  const t = useTranslations('common');
  const { at } = useScreen();
  const atHome = at === 'home';
  return (
    <div aria-busy="true" className="flex h-dvh overflow-hidden">
      <div
        className={classNames(
          'w-full shrink-0 flex-col border-e border-line bg-panel md:flex md:w-80 xl:w-88',
          atHome ? 'flex' : 'hidden',
        )}
      >
        <div className="flex h-16 items-center gap-2.5 px-4">
          <Logo className="size-8" />
          <span className="text-lg font-bold tracking-tight">{APP_NAME}</span>
        </div>
        <ListSkeleton />
      </div>
      <main className={classNames('min-w-0 flex-1', atHome ? 'hidden md:flex' : 'flex')}>
        {at === 'conversation' ? <ConversationSkeleton /> : <span className="sr-only">{t('loading')}</span>}
      </main>
    </div>
  );
}
