import { Mic, Paperclip, Smile } from 'lucide';
import {
  type ClipboardEvent,
  type KeyboardEvent,
  Suspense,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useLocale, useTranslations } from 'use-intl/react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { lazilyBehind, lazilyOffline, loadOffline, useOnceAhead } from '~/components/app/lazily';
import { DESK, TOUCH, useMediaQuery } from '~/components/app/use-media-query';
import { nameOfKeys } from '~/components/keyboard/keys';
import { WRITING_KEYS } from '~/components/keyboard/writing-keys';
import { canRecord } from '~/components/media/can-record';
import { FileChooser, type FileChooserHandle } from '~/components/media/file-chooser';
import { filesIn } from '~/components/media/pasted-files';
import type { Attaching } from '~/components/media/use-attaching';
import { classNames } from '~/components/ui/class-names';
import type { Anchor } from '~/components/ui/popup';
import { TEXT_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import type { Draft } from '~/sync/state';
import { closedCodeAt } from './completion';
import { SideButton, SubmitButton } from './composer-buttons';
import { type Composing, NEW } from './composing';
import { anchorOf } from './message-actions';
import { useCaret } from './use-caret';
import { useCompletion } from './use-completion';
import { useEditLast } from './use-edit-last';
import { useEdited } from './use-edited';

const COMPLETION = {
  emoji: lazilyOffline((parts) => parts.EmojiCompletion),
  mention: lazilyBehind((later) => later.mentionCompletion()),
};
const EmojiPopup = lazilyBehind((later) => later.emojiPopup());
const ComposingBar = lazilyOffline((parts) => parts.ComposingBar);
const AttachProblem = lazilyOffline((parts) => parts.AttachProblem);
const Tray = lazilyOffline((parts) => parts.Tray);
const VoiceRecorder = lazilyOffline((parts) => parts.VoiceRecorder);

/** Characters left at which counting begins. */
const COUNT_FROM = 500;

interface ComposerProps {
  readonly conversationId: Id;
  readonly title: string;
  readonly composing: Composing;
  readonly attaching: Attaching;
  readonly onCompose: (composing: Composing) => void;
  readonly onSend: () => void;
}

/**
 * What is typed is the engine's draft from the first letter on: leaving, reloading and crashing keep it. While a message
 * is edited the draft waits unchanged.
 */
export function Composer({ conversationId, title, composing, attaching, onCompose, onSend }: ComposerProps) {
  const locale = useLocale();
  const t = useTranslations('conversation');
  const engine = useEngine();
  const draft = useSync((state) => state.drafts.get(conversationId)) ?? NO_DRAFT;
  const edited = useEdited(composing);
  const text = edited ? edited.text : draft.text;
  const files = edited ? NO_DRAFT.files : draft.files;
  const preparing = edited ? 0 : attaching.preparing;
  const desk = useMediaQuery(DESK);
  const touch = useMediaQuery(TOUCH);
  const input = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<FileChooserHandle>(null);
  // Before it is there the chooser offers everything; what cannot be sent is told of all the same.
  const accept = useOnceAhead((parts) => parts.ACCEPT);
  const [recording, setRecording] = useState(false);
  /** To be sent as soon as its files have been looked at. */
  const [sendsSoon, setSendsSoon] = useState(false);
  if (edited && recording) setRecording(false);
  if (edited && sendsSoon) setSendsSoon(false);
  const id = useId();
  const [picker, setPicker] = useState<Anchor | null>(null);
  const caret = useCaret(input);
  const completion = useCompletion();
  const last = useEditLast(conversationId, (target) => onCompose({ kind: 'edit', target }));
  const Completion = completion.completable && COMPLETION[completion.completable.kind];
  const left = TEXT_MAX - text.length;
  const hasFiles = edited ? hasAttachments(composing) : files.length + preparing > 0;
  /** In the place of the button that sends, while there is nothing to send. */
  const offersVoice = !recording && !edited && text.trim() === '' && !hasFiles && canRecord();
  const sendable = (text.trim() !== '' || hasFiles) && left >= 0;

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
  useEffect(() => {
    if (!sendsSoon || preparing > 0) return;
    setSendsSoon(false);
    send();
  });

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
    last.forget();
    if (!edited) engine.setTyping(conversationId, value.trim() !== '');
    completion.look(value, selectionStart);
    const closed = closedCodeAt(value, selectionStart);
    if (closed) void replaceCode(closed.code, closed.start);
  }

  /** A code that is no emoji's stays as it was typed; so does one that was changed before its emoji was found. */
  async function replaceCode(code: string, start: number) {
    const book = await import('~/components/emoji/emojis')
      .then(({ loadEmojis }) => loadEmojis(locale))
      .catch(() => null);
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
    if (preparing > 0) return setSendsSoon(true);
    attaching.tell(null);
    engine.setTyping(conversationId, false);
    engine.send(
      conversationId,
      text,
      composing.kind === 'reply' ? { id: composing.to.id, seq: composing.to.seq } : null,
    );
    if (composing.kind === 'reply') onCompose(NEW);
    onSend();
  }

  function onPaste(event: ClipboardEvent) {
    const { clipboardData } = event;
    const pasted = filesIn({ files: [...clipboardData.files], text: clipboardData.getData('text/plain') });
    if (pasted.length === 0 || edited) return;
    event.preventDefault();
    attaching.add(pasted);
  }

  async function record() {
    attaching.tell(null);
    await loadOffline();
    setRecording(true);
  }

  function stopRecording() {
    setRecording(false);
    requestAnimationFrame(() => input.current?.focus());
  }

  function onKeyDown(event: KeyboardEvent) {
    // Enter also chooses a word in an input method; on a touch keyboard it is the only way to a new line.
    if (event.nativeEvent.isComposing || completion.list.current?.onKey(event)) return;
    const shortcut = nameOfKeys(WRITING_KEYS, event);
    if (shortcut === 'cancel' && composing.kind !== 'new') cancel();
    else if (shortcut === 'editLast' && text === '' && !hasFiles && composing.kind === 'new') last.editLast();
    else if (shortcut === 'send' && !touch) send();
    else return;
    event.preventDefault();
  }

  return (
    <form
      data-region="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
      className="talk-column relative shrink-0 pt-0.5 pb-[max(env(safe-area-inset-bottom),0.75rem)]"
    >
      <Suspense>{composing.kind !== 'new' && <ComposingBar composing={composing} onCancel={cancel} />}</Suspense>
      <div
        className={classNames(
          'relative rounded-2xl border border-edge bg-canvas p-1 focus-within:border-accent-text focus-within:ring-1 focus-within:ring-accent-text',
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
        {files.length + preparing > 0 && (
          <Suspense>
            <Tray conversationId={conversationId} files={files} preparing={preparing} next={input} />
          </Suspense>
        )}
        <div className="flex items-end gap-1">
          {recording && (
            <Suspense>
              <VoiceRecorder
                onDone={attaching.addVoice}
                onClose={stopRecording}
                onProblem={(why) => attaching.tell({ kind: 'microphone', why })}
              />
            </Suspense>
          )}
          {!edited && !recording && (
            <SideButton label={t('attach')} icon={Paperclip} onClick={() => chooser.current?.open()} />
          )}
          <FileChooser ref={chooser} accept={accept} onChoose={attaching.add} />
          <textarea
            ref={input}
            hidden={recording}
            rows={1}
            // Nothing runs from its own side yet: what stands in its place runs as the page does.
            dir={text === '' ? undefined : 'auto'}
            aria-label={t('field')}
            aria-describedby={left < COUNT_FROM ? `${id}-note` : undefined}
            aria-invalid={left < 0 || undefined}
            aria-autocomplete="list"
            aria-controls={completion.active ? `${id}-list` : undefined}
            aria-activedescendant={completion.active ?? undefined}
            placeholder={t('placeholder', { title })}
            value={text}
            onChange={(event) => onType(event.target)}
            onSelect={(event) => completion.look(event.currentTarget.value, event.currentTarget.selectionStart)}
            onBlur={() => {
              engine.setTyping(conversationId, false);
              completion.close();
              last.forget();
            }}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            className="field-sizing-content max-h-[40dvh] min-h-10 min-w-0 flex-1 resize-none overflow-y-auto bg-transparent px-2.5 py-2 text-base leading-snug outline-none [scrollbar-width:thin] placeholder:truncate placeholder:text-muted md:text-body"
          />
          {!recording && (
            <SideButton
              label={t('emoji')}
              icon={Smile}
              aria-haspopup="dialog"
              aria-expanded={picker !== null}
              onClick={(event) => setPicker(picker ? null : anchorOf(event.currentTarget))}
            />
          )}
          {offersVoice && <SideButton label={t('record')} icon={Mic} onClick={() => void record()} />}
          {!recording && !offersVoice && (
            <SubmitButton saves={composing.kind === 'edit'} busy={sendsSoon} disabled={!sendable} />
          )}
        </div>
      </div>
      {attaching.problem && !edited && (
        <Suspense>
          <AttachProblem problem={attaching.problem} onDismiss={() => attaching.tell(null)} />
        </Suspense>
      )}
      {left < COUNT_FROM && (
        <p
          id={`${id}-note`}
          role={left < 0 ? 'alert' : undefined}
          className={classNames('px-1 pt-1 text-end text-sm', left < 0 ? 'text-danger-text' : 'text-muted')}
        >
          {left < 0 ? t('tooLong', { count: -left }) : t('left', { count: left })}
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

const NO_DRAFT: Draft = { text: '', files: [] };

function hasAttachments(composing: Composing): boolean {
  return composing.kind === 'edit' && composing.target.attachments.length > 0;
}
