import { Search } from 'lucide';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useMessageOf } from '~/components/app/error-words';
import { trpc } from '~/components/app/trpc';
import { useSettled } from '~/components/app/use-settled';
import { classNames } from '~/components/ui/class-names';
import { Icon } from '~/components/ui/icon';
import { Spinner } from '~/components/ui/spinner';
import { INPUT } from '~/components/ui/text-field';
import { QUERY_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import type { User } from '~/contract/user';
import { UserLine } from './user-line';

/** A pause in typing this long (in milliseconds) is worth a question. */
const TYPING_PAUSE_MS = 180;

interface PeoplePickerProps {
  /** People not to offer. */
  readonly except?: ReadonlySet<Id>;
  readonly autoFocus?: boolean;
  /** Shown until something is typed. */
  readonly hint?: string;
  readonly onPick: (user: User) => void;
}

/** A combobox over everybody: typing searches, the arrow keys choose, Enter picks. */
export function PeoplePicker({ except, autoFocus, hint = '', onPick }: PeoplePickerProps) {
  const t = useTranslations('people');
  const messageOf = useMessageOf();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const asked = useSettled(query.trim(), TYPING_PAUSE_MS);
  const search = trpc.user.search.useQuery(
    { query: asked },
    { enabled: asked !== '', placeholderData: (previous) => previous },
  );
  const people = asked === '' ? [] : (search.data ?? []).filter((user) => !except?.has(user.id));
  const chosen = people[Math.min(active, people.length - 1)];

  function pick(user: User) {
    setQuery('');
    setActive(0);
    input.current?.focus();
    onPick(user);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      // Not before the answer is about what was typed.
      if (chosen && asked === query.trim() && !search.isPlaceholderData) pick(chosen);
      return;
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || people.length === 0) return;
    event.preventDefault();
    setActive((Math.min(active, people.length - 1) + step + people.length) % people.length);
  }

  function words(): string {
    if (query === '') return hint;
    if (search.isError) return messageOf(search.error);
    const answered = asked !== '' && search.isSuccess && !search.isPlaceholderData;
    return answered && people.length === 0 ? t('nobody', { query: asked }) : '';
  }

  return (
    <div className="grid gap-2">
      <div className="relative">
        <Icon of={Search} className="pointer-events-none absolute start-3 top-1/2 size-4 -translate-y-1/2 text-muted" />
        <input
          ref={input}
          role="combobox"
          aria-label={t('find')}
          aria-expanded={people.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={chosen ? `${id}-${chosen.id}` : undefined}
          placeholder={t('findByName')}
          autoComplete="off"
          // biome-ignore lint/a11y/noAutofocus: it is the first thing to do in the dialog that was just opened.
          autoFocus={autoFocus}
          maxLength={QUERY_MAX}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          className={classNames(INPUT, 'px-10')}
        />
        <span className="absolute end-3 top-1/2 -translate-y-1/2 text-muted">{search.isFetching && <Spinner />}</span>
      </div>
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t('found')}
        className="-mx-2 max-h-72 overflow-y-auto empty:hidden"
      >
        {people.map((user) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input handles the keys.
          <div
            key={user.id}
            id={`${id}-${user.id}`}
            role="option"
            aria-selected={user === chosen}
            tabIndex={-1}
            onClick={() => pick(user)}
            className={classNames(
              'flex min-h-12 cursor-pointer items-center gap-3 rounded-lg px-2',
              user === chosen ? 'bg-accent-soft' : 'hover:bg-hover',
            )}
          >
            <UserLine user={user} />
          </div>
        ))}
      </div>
      <p role="status" className="text-sm text-muted empty:hidden">
        {words()}
      </p>
    </div>
  );
}
