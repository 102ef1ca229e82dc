import { Search } from 'lucide';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useSync } from '~/components/app/engine-context';
import { nameOfKeys } from '~/components/keyboard/keys';
import { GLOBAL_KEYS } from '~/components/keyboard/shortcuts';
import { classNames } from '~/components/ui/class-names';
import { Icon } from '~/components/ui/icon';
import { Spinner } from '~/components/ui/spinner';
import { QUERY_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { titleOf } from '~/sync/selectors';
import { ChoiceLine } from './choice-line';
import { type Choice, type ChoiceKind, choicesFor } from './choices';
import { type Command, commandsFor } from './commands';
import { isDarkNow } from './dark';
import { useChoose } from './use-choose';
import { useFound } from './use-found';

interface SwitcherProps {
  /** The conversation that is open. */
  readonly conversationId: Id | null;
  /** What is left to others: it opens something, in place of this. */
  readonly onCommand: (command: Command) => void;
  readonly onClose: () => void;
}

const HEADINGS = {
  conversation: 'conversations',
  person: 'people',
  room: 'rooms',
  command: 'commands',
} as const satisfies Record<ChoiceKind, string>;

/** Everything one can go to or do, in one list: typing narrows it down, the arrow keys choose, Enter goes. */
export function Switcher({ conversationId, onCommand, onClose }: SwitcherProps) {
  const t = useTranslations('switcher');
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const found = useFound(query);
  const { conversations, users, me } = useSync((state) => state);
  const offline = useSync((state) => state.connection.phase === 'offline');
  const here = (conversationId !== null && conversations.get(conversationId)) || null;
  const { choose, busy, failed } = useChoose({ here, onCommand, onClose });

  const choices = useMemo(
    () =>
      choicesFor(
        {
          meId: me.id,
          currentId: conversationId,
          conversations: [...conversations.values()],
          titleOf: (conversation) => titleOf({ users }, conversation),
          people: [...users.values(), ...found.people],
          rooms: found.rooms,
          commands: commandsFor(here, isDarkNow(), Date.now()).map((command) => [command, t(command)] as const),
        },
        query,
      ),
    [me.id, conversationId, conversations, users, found.people, found.rooms, here, query, t],
  );
  const chosen = choices[Math.min(active, choices.length - 1)];

  useLayoutEffect(() => {
    const element = dialog.current!;
    element.showModal();
    return () => element.close();
  }, []);
  const chosenId = chosen && optionId(id, chosen);
  useEffect(() => {
    if (chosenId) document.getElementById(chosenId)?.scrollIntoView({ block: 'nearest' });
  }, [chosenId]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (nameOfKeys(GLOBAL_KEYS, event) === 'switcher') onClose();
    else if (event.key === 'Enter') {
      if (chosen) choose(chosen);
    } else {
      const step = STEPS[event.key];
      if (step === undefined || choices.length === 0) return;
      const at = Math.min(active, choices.length - 1) + step;
      const last = choices.length - 1;
      // Around with a single step, up to the end with a larger one.
      setActive(Math.abs(step) > 1 ? Math.max(0, Math.min(at, last)) : (at + choices.length) % choices.length);
    }
    event.preventDefault();
  }

  function words(): string {
    if (failed) return t('openFailed');
    if (offline) return t('offline');
    if (found.failed) return t('searchFailed');
    if (query.trim() === '' || (found.searching && choices.length === 0)) return '';
    return t('found', { count: choices.length });
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the keyboard's way; the click is on the backdrop.
    <dialog
      ref={dialog}
      aria-label={t('title')}
      onClick={(event) => event.target === dialog.current && onClose()}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className="mx-auto mt-[10dvh] mb-auto max-h-[80dvh] w-[min(34rem,94vw)] animate-appear overflow-hidden rounded-2xl border border-line bg-raised p-0 text-ink shadow-2xl"
    >
      <div className="flex max-h-[80dvh] flex-col">
        <div className="relative shrink-0 border-b border-line">
          <Icon
            of={Search}
            className="pointer-events-none absolute start-4 top-1/2 size-5 -translate-y-1/2 text-muted"
          />
          <input
            role="combobox"
            aria-label={t('placeholder')}
            aria-expanded={choices.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={chosenId}
            aria-describedby={`${id}-status`}
            placeholder={t('placeholder')}
            autoComplete="off"
            spellCheck={false}
            autoFocus
            maxLength={QUERY_MAX}
            value={query}
            onChange={(event) => {
              setQuery(event.target.value);
              setActive(0);
            }}
            onKeyDown={onKeyDown}
            className="min-h-14 w-full bg-transparent ps-12 pe-12 text-base outline-none placeholder:text-muted"
          />
          <span className="absolute end-4 top-1/2 -translate-y-1/2 text-muted">
            {(found.searching || busy) && <Spinner />}
          </span>
        </div>
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label={t('choices')}
          aria-busy={found.searching}
          className="scroll-region min-h-0 flex-1 p-2 empty:hidden"
        >
          {grouped(choices).map(([kind, group]) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options in a list that is chosen from.
            <div key={kind} role="group" aria-labelledby={`${id}-${kind}`} className="pb-1">
              <div id={`${id}-${kind}`} className="px-2 pt-2 pb-1 text-xs font-semibold text-muted">
                {t(HEADINGS[kind])}
              </div>
              {group.map((choice) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the input handles the keys.
                <div
                  key={choice.key}
                  id={optionId(id, choice)}
                  role="option"
                  aria-selected={choice === chosen}
                  tabIndex={-1}
                  // The input keeps the focus.
                  onPointerDown={(event) => event.preventDefault()}
                  onClick={() => choose(choice)}
                  className={classNames(
                    'flex min-h-11 cursor-pointer items-center gap-3 rounded-lg px-2',
                    choice === chosen ? 'bg-accent-soft' : 'hover:bg-hover',
                  )}
                >
                  <ChoiceLine choice={choice} />
                </div>
              ))}
            </div>
          ))}
        </div>
        <p
          id={`${id}-status`}
          role={failed ? 'alert' : 'status'}
          className="shrink-0 border-t border-line px-4 py-2.5 text-sm text-muted empty:hidden"
        >
          {words()}
        </p>
      </div>
    </dialog>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

const optionId = (id: string, { kind, key }: Choice) => `${id}-${kind}-${key}`;

/** Neighbours of one kind. */
function grouped(choices: readonly Choice[]): [ChoiceKind, Choice[]][] {
  const groups = new Map<ChoiceKind, Choice[]>();
  for (const choice of choices) {
    const group = groups.get(choice.kind);
    if (group) group.push(choice);
    else groups.set(choice.kind, [choice]);
  }
  return [...groups];
}
