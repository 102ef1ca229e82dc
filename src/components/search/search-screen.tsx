import { ArrowLeft } from 'lucide';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { GoLink } from '~/components/app/go-link';
import { conversationPath, HOME } from '~/components/app/navigation';
import { Requests } from '~/components/app/requests';
import { RetryNotice } from '~/components/app/retry-notice';
import { usePageTitle } from '~/components/app/use-page-title';
import { useSettled } from '~/components/app/use-settled';
import { Button } from '~/components/ui/button';
import { classNames } from '~/components/ui/class-names';
import { Icon } from '~/components/ui/icon';
import { ICON_BUTTON } from '~/components/ui/icon-button';
import { SearchField } from '~/components/ui/search-field';
import { Spinner } from '~/components/ui/spinner';
import type { Id } from '~/contract/primitives';
import { titleOf } from '~/sync/selectors';
import { SearchHit } from './search-hit';
import { useSearch } from './use-search';

/** A pause in typing this long (in milliseconds) is worth a question. */
const TYPING_PAUSE_MS = 250;

/** Messages that hold some words: of one conversation, or of all. */
export default function SearchScreen({ conversationId }: { readonly conversationId: Id | null }) {
  const common = useTranslations('common');
  const t = useTranslations('search');
  const conversation = useSync((state) => (conversationId ? state.conversations.get(conversationId) : undefined));
  const title = useSync((state) => (conversation ? titleOf(state, conversation) : null));
  const [query, setQuery] = useState('');
  const asked = useSettled(query.trim(), TYPING_PAUSE_MS);
  usePageTitle(t('title'));
  const where = title ? t('inTitle', { title }) : t('messages');
  const up = conversationId ? conversationPath(conversationId) : HOME;
  return (
    <section aria-labelledby="search-title" className="flex min-w-0 flex-1 flex-col">
      <header className="flex h-16 shrink-0 items-center gap-3 border-b border-line px-3 md:px-5">
        <GoLink
          href={up}
          up
          aria-label={common('back')}
          title={common('back')}
          className={classNames(ICON_BUTTON, '-me-2', !conversationId && 'md:hidden')}
        >
          <Icon of={ArrowLeft} className="size-5 rtl:-scale-x-100" />
        </GoLink>
        <h1 id="search-title" className="truncate text-lg font-semibold">
          {where}
        </h1>
      </header>
      <div className="scroll-region min-h-0 flex-1">
        <div className="mx-auto grid max-w-2xl gap-3 px-3 py-4 md:px-5">
          <SearchField
            label={where}
            placeholder={t('placeholder')}
            // It is what one came to this screen for.
            autoFocus
            value={query}
            onSearch={setQuery}
          />
          <Requests>{asked !== '' && <Hits query={asked} conversationId={conversationId} />}</Requests>
        </div>
      </div>
    </section>
  );
}

interface HitsProps {
  readonly query: string;
  readonly conversationId: Id | null;
}

function Hits({ query, conversationId }: HitsProps) {
  const t = useTranslations('search');
  const search = useSearch(query, conversationId);
  if (search.isPending) return <Spinner label={t('searching')} />;
  if (search.isError) {
    return <RetryNotice title={t('failed')} error={search.error} onRetry={() => search.refetch()} />;
  }
  const messages = search.data.pages.flatMap((page) => page.messages);
  if (messages.length === 0) {
    return (
      <p role="status" className="px-1 text-muted">
        {t('none', { query })}
      </p>
    );
  }
  return (
    <>
      <ul aria-label={t('found')} className="grid gap-1">
        {messages.map((message) => (
          <SearchHit key={message.id} message={message} query={query} />
        ))}
      </ul>
      {search.hasNextPage && (
        <Button
          busy={search.isFetchingNextPage}
          onClick={() => void search.fetchNextPage()}
          className="justify-self-center"
        >
          {t('more')}
        </Button>
      )}
    </>
  );
}
