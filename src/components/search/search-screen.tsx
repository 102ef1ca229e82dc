import { ArrowLeft, Search } from 'lucide-react';
import { useState } from 'react';
import { useSync } from '~/components/app/engine-context';
import { messageOf } from '~/components/app/error-words';
import { GoLink } from '~/components/app/go-link';
import { conversationPath, HOME } from '~/components/app/navigation';
import { Requests } from '~/components/app/requests';
import { usePageTitle } from '~/components/app/use-page-title';
import { useSettled } from '~/components/app/use-settled';
import { Button } from '~/components/ui/button';
import { classNames } from '~/components/ui/class-names';
import { ICON_BUTTON } from '~/components/ui/icon-button';
import { Notice } from '~/components/ui/notice';
import { Spinner } from '~/components/ui/spinner';
import { INPUT } from '~/components/ui/text-field';
import { QUERY_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { titleOf } from '~/sync/selectors';
import { SearchHit } from './search-hit';
import { useSearch } from './use-search';

/** A pause in typing this long (in milliseconds) is worth a question. */
const TYPING_PAUSE_MS = 250;

/** Messages that hold some words: of one conversation, or of all. */
export default function SearchScreen({ conversationId }: { readonly conversationId: Id | null }) {
  const conversation = useSync((state) => (conversationId ? state.conversations.get(conversationId) : undefined));
  const title = useSync((state) => (conversation ? titleOf(state, conversation) : null));
  const [query, setQuery] = useState('');
  const asked = useSettled(query.trim(), TYPING_PAUSE_MS);
  usePageTitle('Search');
  const where = title ? `Search in ${title}` : 'Search messages';
  const up = conversationId ? conversationPath(conversationId) : HOME;
  return (
    <section aria-labelledby="search-title" className="flex min-w-0 flex-1 flex-col">
      <header className="flex h-16 shrink-0 items-center gap-3 border-b border-line px-3 md:px-5">
        <GoLink
          href={up}
          up
          aria-label="Back"
          title="Back"
          className={classNames(ICON_BUTTON, '-me-2', !conversationId && 'md:hidden')}
        >
          <ArrowLeft className="size-5 rtl:-scale-x-100" />
        </GoLink>
        <h2 id="search-title" className="truncate text-lg font-semibold">
          {where}
        </h2>
      </header>
      <div className="scroll-region min-h-0 flex-1">
        <div className="mx-auto grid max-w-2xl gap-3 px-3 py-4 md:px-5">
          <div className="relative">
            <Search
              aria-hidden
              className="pointer-events-none absolute start-3 top-1/2 size-4 -translate-y-1/2 text-muted"
            />
            <input
              type="search"
              aria-label={where}
              placeholder="Words, or how they begin"
              autoComplete="off"
              // biome-ignore lint/a11y/noAutofocus: it is what one came to this screen for.
              autoFocus
              maxLength={QUERY_MAX}
              value={query}
              onChange={(event) => setQuery(event.target.value)}
              className={classNames(INPUT, 'ps-10')}
            />
          </div>
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
  const search = useSearch(query, conversationId);
  if (search.isPending) return <Spinner label="Searching" />;
  if (search.isError) {
    return (
      <Notice
        role="alert"
        title="The search did not work"
        actions={
          <Button look="primary" onClick={() => void search.refetch()}>
            Try again
          </Button>
        }
      >
        {messageOf(search.error)}
      </Notice>
    );
  }
  const messages = search.data.pages.flatMap((page) => page.messages);
  if (messages.length === 0) {
    return (
      <p role="status" className="px-1 text-muted">
        No message holds “{query}”.
      </p>
    );
  }
  return (
    <>
      <ul aria-label="Messages found" className="grid gap-1">
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
          More messages
        </Button>
      )}
    </>
  );
}
