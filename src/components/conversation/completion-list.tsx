import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useImperativeHandle, useState } from 'react';
import { Requests } from '~/components/app/requests';
import { trpc } from '~/components/app/trpc';
import { type EmojiBook, emojisNow, findEmojis, loadEmojis } from '~/components/emoji/emojis';
import { UserLine } from '~/components/people/user-line';
import { classNames } from '~/components/ui/class-names';
import type { Id } from '~/contract/primitives';
import type { User } from '~/contract/user';
import type { Completable } from './completion';

/** Suggestions at once; who wants another one types another letter. */
const OFFERED_MAX = 8;

/** What the field asks of the list. */
export interface CompletionHandle {
  /** Whether the list took the key for itself. */
  onKey(event: KeyboardEvent): boolean;
}

interface CompletionListProps {
  readonly id: string;
  readonly conversationId: Id;
  readonly completable: Completable;
  /** What is written in the place of the word. */
  readonly onPick: (insertion: string) => void;
  readonly onClose: () => void;
  /** The id of the suggestion that Enter picks; null when there is none. */
  readonly onActive: (optionId: string | null) => void;
  readonly ref: Ref<CompletionHandle>;
}

export default function CompletionList(props: CompletionListProps) {
  if (props.completable.kind === 'emoji') return <Emojis {...props} />;
  return (
    <Requests>
      <Members {...props} />
    </Requests>
  );
}

interface Suggestion {
  readonly key: string;
  readonly insertion: string;
  readonly line: ReactNode;
}

function Emojis(props: CompletionListProps) {
  const [book, setBook] = useState<EmojiBook | null>(emojisNow);
  useEffect(() => {
    // Without the emojis what is typed stays as it is.
    loadEmojis().then(setBook, () => {});
  }, []);
  const found = book ? findEmojis(book, props.completable.query, OFFERED_MAX) : [];
  const suggestions = found.map(({ emoji, label, codes }) => ({
    key: emoji,
    insertion: emoji,
    line: (
      <>
        <span className="text-xl">{emoji}</span>
        <span className="truncate text-sm">{codes[0] ? `:${codes[0]}:` : label}</span>
      </>
    ),
  }));
  return <Suggestions {...props} label="Emojis" suggestions={suggestions} />;
}

function Members(props: CompletionListProps) {
  const { data } = trpc.conversation.get.useQuery({ conversationId: props.conversationId });
  const { query } = props.completable;
  const found = (data?.members ?? [])
    .map(({ user }) => user)
    .filter((user) => matches(user, query))
    .slice(0, OFFERED_MAX);
  const suggestions = found.map((user) => ({
    key: user.id,
    insertion: `@${user.username} `,
    line: <UserLine user={user} />,
  }));
  return <Suggestions {...props} label="Members" suggestions={suggestions} />;
}

/** The username, or a word of the name, begins with what was typed. */
function matches({ username, name }: User, query: string): boolean {
  return [username, ...name.split(/\s+/)].some((word) => word.toLowerCase().startsWith(query));
}

interface SuggestionsProps extends CompletionListProps {
  readonly label: string;
  readonly suggestions: readonly Suggestion[];
}

function Suggestions({ id, label, suggestions, completable, onPick, onClose, onActive, ref }: SuggestionsProps) {
  const [chosen, setChosen] = useState({ query: completable.query, index: 0 });
  const index = chosen.query === completable.query ? Math.min(chosen.index, suggestions.length - 1) : 0;
  const active = suggestions[index];
  const activeId = active ? `${id}-${index}` : null;

  useEffect(() => onActive(activeId), [activeId, onActive]);
  useEffect(() => () => onActive(null), [onActive]);

  useImperativeHandle(ref, () => ({
    onKey(event) {
      if (!active) return false;
      if (event.key === 'Escape') onClose();
      else if (event.key === 'Enter' || event.key === 'Tab') onPick(active.insertion);
      else {
        const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        if (step === 0) return false;
        const next = (index + step + suggestions.length) % suggestions.length;
        setChosen({ query: completable.query, index: next });
      }
      event.preventDefault();
      return true;
    },
  }));

  if (!active) return null;
  return (
    <div
      id={id}
      role="listbox"
      aria-label={label}
      className="absolute inset-x-0 bottom-full z-20 mb-1 max-h-72 animate-appear overflow-y-auto rounded-xl border border-line bg-raised p-1.5 shadow-xl"
    >
      {suggestions.map(({ key, insertion, line }, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys.
        <div
          key={key}
          id={`${id}-${at}`}
          role="option"
          aria-selected={at === index}
          tabIndex={-1}
          // The field keeps the focus.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onPick(insertion)}
          className={classNames(
            'flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-2',
            at === index ? 'bg-accent-soft' : 'hover:bg-hover',
          )}
        >
          {line}
        </div>
      ))}
    </div>
  );
}
