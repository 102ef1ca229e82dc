import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef } from 'react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { DESK, TOUCH, useMediaQuery } from '~/components/app/use-media-query';
import { classNames } from '~/components/ui/class-names';
import { TEXT_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';

/** Characters left at which counting begins. */
const COUNT_FROM = 500;

interface ComposerProps {
  readonly conversationId: Id;
  readonly title: string;
  readonly onSend: () => void;
}

/** What is typed is the engine's draft from the first letter on: leaving, reloading and crashing keep it. */
export function Composer({ conversationId, title, onSend }: ComposerProps) {
  const engine = useEngine();
  const text = useSync((state) => state.drafts.get(conversationId) ?? '');
  const desk = useMediaQuery(DESK);
  const touch = useMediaQuery(TOUCH);
  const input = useRef<HTMLTextAreaElement>(null);
  const noteId = useId();
  const left = TEXT_MAX - text.length;
  const sendable = text.trim() !== '' && left >= 0;

  useEffect(() => {
    if (desk) input.current?.focus();
  }, [desk]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text, by itself in newer browsers.
  useLayoutEffect(() => {
    if (CSS.supports('field-sizing', 'content')) return;
    const area = input.current!;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight + 2}px`;
  }, [text]);

  function send() {
    if (!sendable) return;
    engine.send(conversationId, text);
    onSend();
    input.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    // Enter also chooses a word in an input method; on a touch keyboard it is the only way to a new line.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing || touch) return;
    event.preventDefault();
    send();
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="shrink-0 px-3 pt-1 pb-[max(env(safe-area-inset-bottom),0.75rem)] md:px-5"
    >
      <div className="flex items-end gap-1 rounded-2xl border border-edge bg-canvas p-1 focus-within:border-accent-text focus-within:ring-1 focus-within:ring-accent-text">
        <textarea
          ref={input}
          rows={1}
          dir="auto"
          aria-label="Message"
          aria-describedby={left < COUNT_FROM ? noteId : undefined}
          aria-invalid={left < 0 || undefined}
          placeholder={`Message ${title}`}
          value={text}
          onChange={(event) => engine.setDraft(conversationId, event.target.value)}
          onKeyDown={onKeyDown}
          className="field-sizing-content max-h-[40dvh] min-h-10 min-w-0 flex-1 resize-none overflow-y-auto bg-transparent px-2.5 py-2 text-base leading-snug outline-none [scrollbar-width:thin] placeholder:truncate placeholder:text-muted md:text-[15px]"
        />
        <button
          type="submit"
          aria-label="Send"
          title="Send"
          disabled={!sendable}
          className="grid size-10 shrink-0 place-items-center rounded-xl bg-accent text-on-accent transition-colors enabled:hover:bg-accent-strong disabled:bg-transparent disabled:text-muted"
        >
          <SendHorizontal className="size-5 rtl:-scale-x-100" />
        </button>
      </div>
      {left < COUNT_FROM && (
        <p
          id={noteId}
          role={left < 0 ? 'alert' : undefined}
          className={classNames('px-1 pt-1 text-end text-sm', left < 0 ? 'text-danger-text' : 'text-muted')}
        >
          {left < 0 ? `Too long by ${-left} characters; send it in parts` : `${left} characters left`}
        </p>
      )}
    </form>
  );
}
