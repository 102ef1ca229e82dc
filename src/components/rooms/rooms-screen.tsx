import { ArrowLeft } from 'lucide';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { GoLink } from '~/components/app/go-link';
import { HOME } from '~/components/app/navigation';
import { Requests } from '~/components/app/requests';
import { RetryNotice } from '~/components/app/retry-notice';
import { usePageTitle } from '~/components/app/use-page-title';
import { useSettled } from '~/components/app/use-settled';
import { Button } from '~/components/ui/button';
import { classNames } from '~/components/ui/class-names';
import { Icon } from '~/components/ui/icon';
import { ICON_BUTTON } from '~/components/ui/icon-button';
import { Notice } from '~/components/ui/notice';
import { SearchField } from '~/components/ui/search-field';
import { Spinner } from '~/components/ui/spinner';
import { RoomRow } from './room-row';
import { useRooms } from './use-rooms';

/** A pause in typing this long (in milliseconds) is worth a question. */
const TYPING_PAUSE_MS = 180;

/** All rooms there are, to look through and to join. */
export default function RoomsScreen() {
  const common = useTranslations('common');
  const t = useTranslations('rooms');
  usePageTitle(t('rooms'));
  const [query, setQuery] = useState('');
  const asked = useSettled(query.trim(), TYPING_PAUSE_MS);
  return (
    <section aria-labelledby="rooms-title" className="flex min-w-0 flex-1 flex-col">
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
        <h1 id="rooms-title" className="text-lg font-semibold">
          {t('rooms')}
        </h1>
      </header>
      <div className="scroll-region min-h-0 flex-1">
        <div className="mx-auto grid max-w-2xl gap-3 px-3 py-4 md:px-5">
          <SearchField label={t('find')} placeholder={t('findByName')} value={query} onSearch={setQuery} />
          <Requests>
            <RoomList query={asked} />
          </Requests>
        </div>
      </div>
    </section>
  );
}

function RoomList({ query }: { readonly query: string }) {
  const t = useTranslations('rooms');
  const list = useRooms(query);
  if (list.isPending) return <Spinner label={t('loading')} />;
  if (list.isError) {
    return <RetryNotice title={t('notLoaded')} error={list.error} onRetry={() => list.refetch()} />;
  }
  const rooms = list.data.pages.flatMap((page) => page.rooms);
  if (rooms.length === 0) {
    return query === '' ? (
      <Notice title={t('none')}>{t('makeFirst')}</Notice>
    ) : (
      <p role="status" className="px-1 text-muted">
        {t('noneCalled', { query })}
      </p>
    );
  }
  return (
    <>
      <ul aria-label={t('rooms')} className="grid gap-1">
        {rooms.map((room) => (
          <RoomRow key={room.id} room={room} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          busy={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
          className="justify-self-center"
        >
          {t('more')}
        </Button>
      )}
    </>
  );
}
