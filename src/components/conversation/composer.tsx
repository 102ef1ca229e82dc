import { Check, SendHorizontal, Smile } from 'lucide-react';
import {
  type KeyboardEvent,
  type RefObject,
  Suspense,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { lazily } from '~/components/app/lazily';
import { DESK, TOUCH, useMediaQuery } from '~/components/app/use-media-query';
import { classNames } from '~/components/ui/class-names';
import type { Anchor } from '~/components/ui/popup';
import { TEXT_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { shownEntries } from '~/sync/shown';
import { closedCodeAt } from './completion';
import { type Composing, lastOwn, NEW } from './composing';
import { ComposingBar } from './composing-bar';
import { anchorOf } from './message-actions';
import { useCompletion } from './use-completion';
import { useEdited } from './use-edited';

const COMPLETION = {
  emoji: lazily(() => import('./emoji-completion')),
  mention: lazily(() => import('./mention-completion')),
};
const EmojiPopup = lazily(() => import('~/components/emoji/emoji-popup'));

/** Characters left at which counting begins. */
const COUNT_FROM = 500;

interface ComposerProps {
  readonly conversationId: Id;
  readonly title: string;
  readonly composing: Composing;
  readonly onCompose: (composing: Composing) => void;
  readonly onSend: () => void;
}

/**
 * What is typed is the engine's draft from the first letter on: leaving, reloading and crashing keep it. While a message
 * is edited the draft waits unchanged.
 */
export function Composer({ conversationId, title, composing, onCompose, onSend }: ComposerProps) {
  const engine = useEngine();
  const draft = useSync((state) => state.drafts.get(conversationId) ?? '');
  const edited = useEdited(composing);
  const text = edited ? edited.text : draft;
  const desk = useMediaQuery(DESK);
  const touch = useMediaQuery(TOUCH);
  const input = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const [picker, setPicker] = useState<Anchor | null>(null);
  const caret = useCaret(input);
  const completion = useCompletion();
  const Completion = completion.completable && COMPLETION[completion.completable.kind];
  const left = TEXT_MAX - text.length;
  const sendable = text.trim() !== '' && left >= 0;

  useEffect(() => {
    if (desk) input.current?.focus();
  }, [desk]);
  useEffect(() => {
    if (composing.kind === 'new') return;
    const area = input.current!;
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
  }, [composing]);
  useEffect(() => () => engine.setTyping(conversationId, false), [engine, conversationId]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text, by itself in newer browsers.
  useLayoutEffect(() => {
    if (CSS.supports('field-sizing', 'content')) return;
    const area = input.current!;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + 2}px`;
  }, [text]);

  function write(next: string) {
    if (edited) edited.write(next);
    else engine.setDraft(conversationId, next);
  }

  function onType(area: HTMLTextAreaElement) {
    const { value, selectionStart } = area;
    write(value);
    if (!edited) engine.setTyping(conversationId, value.trim() !== '');
    completion.look(value, selectionStart);
    const closed = closedCodeAt(value, selectionStart);
    if (closed) void replaceCode(closed.code, closed.start);
  }

  /** A code that is no emoji's stays as it was typed; so does one that was changed before its emoji was found. */
  async function replaceCode(code: string, start: number) {
    const book = await import('~/components/emoji/emojis').then(({ loadEmojis }) => loadEmojis()).catch(() => null);
    const emoji = book?.byCode.get(code);
    const now = input.current?.value ?? '';
    const end = start + code.length + 2;
    if (emoji && now.slice(start, end).toLowerCase() === `:${code}:`) insert(emoji, start, end);
  }

  function insert(words: string, start: number, end: number) {
    const area = input.current;
    if (!area) return;
    const after =
      area.selectionStart >= end ? area.selectionStart + words.length - (end - start) : start + words.length;
    caret.put(after);
    write(area.value.slice(0, start) + words + area.value.slice(end));
    completion.close();
  }

  function cancel() {
    onCompose(NEW);
    completion.close();
    input.current?.focus();
  }

  function send() {
    if (!sendable) return;
    completion.close();
    input.current?.focus();
    if (composing.kind === 'edit') {
      const { target } = composing;
      if (text !== target.text) {
        engine.act(conversationId, { kind: 'edit', targetId: target.id, targetSeq: target.seq, text });
      }
      return onCompose(NEW);
    }
    engine.setTyping(conversationId, false);
    engine.send(
      conversationId,
      text,
      composing.kind === 'reply' ? { id: composing.to.id, seq: composing.to.seq } : null,
    );
    if (composing.kind === 'reply') onCompose(NEW);
    onSend();
  }

  function editLast() {
    const state = engine.getState();
    const target = lastOwn(shownEntries(state, conversationId), state.me.id);
    if (target) onCompose({ kind: 'edit', target });
  }

  function onKeyDown(event: KeyboardEvent) {
    // Enter also chooses a word in an input method; on a touch keyboard it is the only way to a new line.
    if (event.nativeEvent.isComposing || completion.list.current?.onKey(event)) return;
    if (event.key === 'Escape' && composing.kind !== 'new') cancel();
    else if (event.key === 'ArrowUp' && text === '' && composing.kind === 'new') editLast();
    else if (event.key === 'Enter' && !event.shiftKey && !touch) send();
    else return;
    event.preventDefault();
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="relative shrink-0 px-3 pt-0.5 pb-[max(env(safe-area-inset-bottom),0.75rem)] md:px-5"
    >
      {composing.kind !== 'new' && <ComposingBar composing={composing} onCancel={cancel} />}
      <div
        className={classNames(
          'relative flex items-end gap-1 rounded-2xl border border-edge bg-canvas p-1 focus-within:border-accent-text focus-within:ring-1 focus-within:ring-accent-text',
          composing.kind !== 'new' && 'rounded-t-none',
        )}
      >
        {Completion && (
          <Suspense>
            <Completion
              ref={completion.list}
              id={`${id}-list`}
              conversationId={conversationId}
              completable={completion.completable!}
              onPick={(insertion) => {
                const { start, query } = completion.completable!;
                insert(insertion, start, start + 1 + query.length);
                input.current?.focus();
              }}
              onClose={completion.close}
              onActive={completion.setActive}
            />
          </Suspense>
        )}
        <textarea
          ref={input}
          rows={1}
          dir="auto"
          aria-label="Message"
          aria-describedby={left < COUNT_FROM ? `${id}-note` : undefined}
          aria-invalid={left < 0 || undefined}
          aria-autocomplete="list"
          aria-controls={completion.active ? `${id}-list` : undefined}
          aria-activedescendant={completion.active ?? undefined}
          placeholder={`Message ${title}`}
          value={text}
          onChange={(event) => onType(event.target)}
          onSelect={(event) => completion.look(event.currentTarget.value, event.currentTarget.selectionStart)}
          onBlur={() => {
            engine.setTyping(conversationId, false);
            completion.close();
          }}
          onKeyDown={onKeyDown}
          className="field-sizing-content max-h-[40dvh] min-h-10 min-w-0 flex-1 resize-none overflow-y-auto bg-transparent px-2.5 py-2 text-base leading-snug outline-none [scrollbar-width:thin] placeholder:truncate placeholder:text-muted md:text-[15px]"
        />
        <button
          type="button"
          aria-label="Emoji"
          title="Emoji"
          aria-haspopup="dialog"
          aria-expanded={picker !== null}
          onClick={(event) => setPicker(picker ? null : anchorOf(event.currentTarget))}
          className="grid size-10 shrink-0 place-items-center rounded-xl text-muted hover:bg-hover hover:text-ink"
        >
          <Smile className="size-5" />
        </button>
        <button
          type="submit"
          aria-label={composing.kind === 'edit' ? 'Save' : 'Send'}
          title={composing.kind === 'edit' ? 'Save' : 'Send'}
          disabled={!sendable}
          className="grid size-10 shrink-0 place-items-center rounded-xl bg-accent text-on-accent transition-colors enabled:hover:bg-accent-strong disabled:bg-transparent disabled:text-muted"
        >
          {composing.kind === 'edit' ? (
            <Check className="size-5" />
          ) : (
            <SendHorizontal className="size-5 rtl:-scale-x-100" />
          )}
        </button>
      </div>
      {left < COUNT_FROM && (
        <p
          id={`${id}-note`}
          role={left < 0 ? 'alert' : undefined}
          className={classNames('px-1 pt-1 text-end text-sm', left < 0 ? 'text-danger-text' : 'text-muted')}
        >
          {left < 0 ? `Too long by ${-left} characters; send it in parts` : `${left} characters left`}
        </p>
      )}
      {picker && (
        <Suspense>
          <EmojiPopup
            anchor={picker}
            onClose={() => setPicker(null)}
            onPick={(emoji) => {
              setPicker(null);
              const { selectionStart, selectionEnd } = input.current!;
              insert(emoji, selectionStart, selectionEnd);
              input.current?.focus();
            }}
          />
        </Suspense>
      )}
    </form>
  );
}

/** Puts the caret where it belongs after the text was changed by something else than typing. */
function useCaret(input: RefObject<HTMLTextAreaElement | null>) {
  const wanted = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    input.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  });
  return {
    put(at: number) {
      wanted.current = at;
    },
  };
}
