import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { TOUCH, useMediaQuery } from '~/components/app/use-media-query';
import { Button } from '~/components/ui/button';
import { inlineStep } from '~/components/ui/inline-step';
import { SearchField } from '~/components/ui/search-field';
import { Spinner } from '~/components/ui/spinner';
import { CATEGORIES, type Category, type Emoji, type EmojiBook, emojisNow, findEmojis, loadEmojis } from './emojis';
import { recentEmojis, rememberEmoji } from './recent';

/** Emojis in one row of the picker. */
const COLUMNS = 8;
/** Found emojis that are shown; who wants another one types another letter. */
const FOUND_MAX = 10 * COLUMNS;

type Shelf = 'Recent' | Category;
const SHELVES: readonly Shelf[] = ['Recent', ...CATEGORIES];
const SIGNS: Readonly<Record<Shelf, string>> = {
  Recent: '🕘',
  Smileys: '😀',
  People: '👋',
  Nature: '🌱',
  Food: '🍎',
  Travel: '🚗',
  Activities: '⚽',
  Objects: '💡',
  Symbols: '❤️',
  Flags: '🏁',
};

interface EmojiPickerProps {
  readonly onPick: (emoji: string) => void;
}

/** All emojis on shelves, and a search over them. The arrow keys walk over what is shown, Enter picks. */
export function EmojiPicker({ onPick }: EmojiPickerProps) {
  const locale = useLocale();
  const common = useTranslations('common');
  const t = useTranslations('emoji');
  const [book, setBook] = useState(() => emojisNow(locale));
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each attempt asks again.
  useEffect(() => {
    let wanted = true;
    setFailed(false);
    loadEmojis(locale).then(
      (all) => wanted && setBook(all),
      () => wanted && setFailed(true),
    );
    return () => {
      wanted = false;
    };
  }, [attempt, locale]);

  return (
    <section aria-label={t('emojis')} className="flex h-80 w-[min(22rem,94vw)] flex-col">
      {book ? (
        <Shelves book={book} onPick={onPick} />
      ) : failed ? (
        <div className="m-auto grid justify-items-center gap-2 p-4 text-sm text-muted">
          {t('notLoaded')}
          <Button onClick={() => setAttempt(attempt + 1)}>{common('retry')}</Button>
        </div>
      ) : (
        <div className="m-auto">
          <Spinner label={t('loading')} />
        </div>
      )}
    </section>
  );
}

function Shelves({ book, onPick }: EmojiPickerProps & { readonly book: EmojiBook }) {
  const t = useTranslations('emoji');
  const id = useId();
  const [query, setQuery] = useState('');
  const [shelf, setShelf] = useState<Shelf>('Recent');
  const [recent] = useState(recentEmojis);
  const touch = useMediaQuery(TOUCH);
  const search = useRef<HTMLInputElement>(null);
  const grid = useRef<HTMLDivElement>(null);
  const shown = query.trim() !== '' ? findEmojis(book, query, FOUND_MAX) : shelved(book, shelf, recent);

  useEffect(() => {
    // On a touch screen the keyboard would cover what is to be picked.
    if (!touch) search.current?.focus();
  }, [touch]);

  function pick(emoji: string) {
    rememberEmoji(emoji);
    onPick(emoji);
  }

  function onSearchKey(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      if (shown[0] && query.trim() !== '') pick(shown[0].emoji);
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      grid.current?.querySelector('button')?.focus();
    }
  }

  function onGridKey(event: KeyboardEvent) {
    const step = inlineStep(event) || (ROWS[event.key] ?? 0);
    if (step === 0) return;
    event.preventDefault();
    const buttons = [...(grid.current?.querySelectorAll('button') ?? [])];
    const next = buttons.indexOf(document.activeElement as HTMLButtonElement) + step;
    if (next < 0) search.current?.focus();
    else buttons[Math.min(next, buttons.length - 1)]?.focus();
  }

  return (
    <>
      <div className="m-2">
        <SearchField
          ref={search}
          label={t('find')}
          placeholder={t('find')}
          value={query}
          onSearch={setQuery}
          onKeyDown={onSearchKey}
          className="ps-9"
        />
      </div>
      <div role="tablist" aria-label={t('kinds')} className="flex shrink-0 justify-between border-b border-line px-2">
        {SHELVES.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            aria-label={t(one)}
            title={t(one)}
            aria-selected={query.trim() === '' && one === shelf}
            aria-controls={`${id}-grid`}
            onClick={() => {
              setQuery('');
              setShelf(one);
            }}
            className="h-9 min-w-0 flex-1 border-b-2 border-transparent text-lg opacity-60 hover:opacity-100 aria-selected:border-accent-text aria-selected:opacity-100"
          >
            {SIGNS[one]}
          </button>
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: the emojis are no fields of a form. */}
      <div
        ref={grid}
        id={`${id}-grid`}
        role="group"
        aria-label={query.trim() === '' ? t(shelf) : t('found')}
        onKeyDown={onGridKey}
        className="scroll-region grid min-h-0 flex-1 auto-rows-min grid-cols-8 p-1.5"
      >
        {shown.map(({ emoji, label, codes }, index) => (
          <button
            key={emoji}
            type="button"
            tabIndex={index === 0 ? 0 : -1}
            aria-label={label}
            title={codes.length > 0 ? `${label} :${codes[0]}:` : label}
            onClick={() => pick(emoji)}
            className="grid aspect-square place-items-center rounded-lg text-2xl leading-none hover:bg-hover focus-visible:bg-hover focus-visible:outline-offset-[-2px]"
          >
            {emoji}
          </button>
        ))}
        {shown.length === 0 && (
          <p role="status" className="col-span-full p-4 text-center text-sm text-muted">
            {t('none')}
          </p>
        )}
      </div>
    </>
  );
}

const ROWS: Readonly<Record<string, number>> = { ArrowDown: COLUMNS, ArrowUp: -COLUMNS };

function shelved({ all }: EmojiBook, shelf: Shelf, recent: readonly string[]): readonly Emoji[] {
  if (shelf !== 'Recent') return all.filter(({ category }) => category === shelf);
  const byEmoji = new Map(all.map((one) => [one.emoji, one]));
  return recent.flatMap((emoji) => byEmoji.get(emoji) ?? []);
}
