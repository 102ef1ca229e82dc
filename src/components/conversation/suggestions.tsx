import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useImperativeHandle, useState } from 'react';
import { classNames } from '~/components/ui/class-names';
import type { Id } from '~/contract/primitives';
import type { Completable } from './completion';

/** Suggestions at once; who wants another one types another letter. */
export const OFFERED_MAX = 8;

/** What the field asks of the list. */
export interface CompletionHandle {
  /** Whether the list took the key for itself. */
  onKey(event: KeyboardEvent): boolean;
}

export interface CompletionProps {
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

export interface Suggestion {
  readonly key: string;
  readonly insertion: string;
  readonly line: ReactNode;
}

interface SuggestionsProps extends CompletionProps {
  readonly label: string;
  readonly suggestions: readonly Suggestion[];
}

/** Stands over the field, which keeps the focus and hands on its keys. */
export function Suggestions({ id, label, suggestions, completable, onPick, onClose, onActive, ref }: SuggestionsProps) {
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
