import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useEngine } from '~/components/app/engine-context';
import { anchorOf, useMessageActions } from '~/components/conversation/message-actions';
import { rightsOf } from '~/components/conversation/message-rights';
import { useRemove } from '~/components/conversation/use-remove';
import type { Conversation } from '~/contract/conversation';
import type { MessageEntry } from '~/contract/entry';
import { shownMessage } from '~/sync/shown';
import { restFocus } from './focus-keeper';
import { nameOfKeys } from './keys';
import { currentMessage, focusMessage, messageNear, messagesIn, seqOf, setCurrentMessage } from './messages';
import { MESSAGE_KEYS, type MessageShortcut } from './shortcuts';
import { ShortcutsDialog } from './shortcuts-dialog';
import { tabbablesIn } from './tabbable';

interface MessageKeysProps {
  readonly conversation: Conversation;
  /** The list, `role=log`; it is there for as long as this. */
  readonly list: RefObject<HTMLElement | null>;
  /** The number of the first entry held. */
  readonly firstSeq: number;
  /** Shows that message and takes the keyboard there, once the list has it. */
  readonly onReveal: (seq: number) => void;
  readonly onEnd: () => void;
}

/**
 * The keyboard in the list of messages. The list is one stop of the Tab key; the arrows lead from message to message, Tab
 * on through what can be done with the one that has the focus, and then out. Single characters act only for whoever came
 * here by keyboard: after a click on a message, typing goes on in the composer.
 */
export function MessageKeys({ conversation, list, firstSeq, onReveal, onEnd }: MessageKeysProps) {
  const engine = useEngine();
  const actions = useMessageActions();
  const remove = useRemove();
  const [helping, setHelping] = useState(false);
  const byKeyboard = useRef(false);
  /** The end was asked for, and is not in the document yet. */
  const toLast = useRef(false);

  function act(shortcut: MessageShortcut, line: HTMLElement): boolean {
    const box = list.current!;
    const lines = messagesIn(box);
    const at = lines.indexOf(line);
    const message = messageOf(line);
    toLast.current = shortcut === 'last';
    switch (shortcut) {
      case 'up':
        return go(lines[at - 1] ?? line);
      case 'down':
        return go(lines[at + 1] ?? line);
      case 'pageUp':
        return go(lines.find((one) => topOf(one) >= topOf(line) - pageOf(box)) ?? line);
      case 'pageDown':
        return go(lines.findLast((one) => topOf(one) <= topOf(line) + pageOf(box)) ?? line);
      case 'first':
        onReveal(firstSeq);
        return true;
      case 'last':
        onEnd();
        return go(lines.at(-1) ?? line);
      case 'back':
        restFocus();
        return true;
      case 'help':
        setHelping(true);
        return true;
      case 'menu':
        if (message) actions.open({ kind: 'menu', message, anchor: anchorOf(bubbleOf(line)) });
        return true;
      case 'reply':
        if (message && rights(message).reply) actions.reply(message);
        return true;
      case 'edit':
        if (message && rights(message).edit) actions.edit(message);
        return true;
      case 'react':
        if (message && rights(message).react) {
          actions.open({ kind: 'emojis', message, anchor: anchorOf(bubbleOf(line)) });
        }
        return true;
      case 'remove':
        if (message) remove(message, rights(message).deleteForEveryone ? 'everyone' : 'me');
        return true;
    }
  }

  function messageOf(line: HTMLElement): MessageEntry | null {
    const seq = seqOf(line);
    const entry = seq === null ? undefined : shownMessage(engine.getState(), conversation.id, seq);
    return entry?.kind === 'message' ? entry : null;
  }

  const rights = (message: MessageEntry) => rightsOf(conversation, message, engine.getState().me.id);

  function go(line: HTMLElement): true {
    byKeyboard.current = true;
    focusMessage(line);
    return true;
  }

  function onKeyDown(event: KeyboardEvent) {
    const box = list.current!;
    if (event.defaultPrevented || event.isComposing || !(event.target instanceof Element)) return;
    if (event.key === 'Tab' && !event.altKey && !event.ctrlKey && !event.metaKey) {
      tab(event, box);
      return;
    }
    const line = event.target.closest('article');
    const shortcut = nameOfKeys(MESSAGE_KEYS, event);
    if (!shortcut) return;
    if (event.target === line) {
      if (event.key.length === 1 && !byKeyboard.current) return;
      if (act(shortcut, line)) event.preventDefault();
    } else if (shortcut === 'back') {
      // Out of a message's own controls, and from there out of the list.
      if (line) go(line);
      else restFocus();
      event.preventDefault();
    } else if (event.target === box) {
      const first = currentMessage(box);
      if (!first || event.key.length === 1) return;
      go(first);
      event.preventDefault();
    }
  }

  /** Through the controls of the message that has the focus, then to what is before or after the messages. */
  function tab(event: KeyboardEvent, box: HTMLElement) {
    const target = event.target as HTMLElement;
    const line = target.closest('article');
    const stops = line ? [line, ...tabbablesIn(line)] : [];
    const within = line ? stops[stops.indexOf(target) + (event.shiftKey ? -1 : 1)] : undefined;
    const entry = !line && !event.shiftKey ? messageAfter(box, target) : undefined;
    const next = within ?? entry ?? beyond(box, target, event.shiftKey);
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  const onKey = useRef(onKeyDown);
  useLayoutEffect(() => {
    onKey.current = onKeyDown;
    if (!toLast.current) return;
    toLast.current = false;
    const box = list.current!;
    if (box.contains(document.activeElement) || document.activeElement === document.body) {
      const line = messageNear(box, Number.POSITIVE_INFINITY);
      if (line) focusMessage(line);
    }
  });

  useEffect(() => {
    const box = list.current!;
    const listening = new AbortController();
    const { signal } = listening;
    let tabbing = false;
    let pointing = false;
    const options = { capture: true, signal };
    document.addEventListener(
      'keydown',
      ({ key }) => {
        tabbing = key === 'Tab';
        pointing = false;
      },
      options,
    );
    document.addEventListener(
      'pointerdown',
      () => {
        tabbing = false;
        pointing = true;
        byKeyboard.current = false;
      },
      options,
    );
    box.addEventListener('keydown', (event) => onKey.current(event), { signal });
    box.addEventListener(
      'focusin',
      ({ target, relatedTarget }) => {
        const cameIn = !(relatedTarget instanceof Node && box.contains(relatedTarget));
        if (cameIn) byKeyboard.current = !pointing;
        const line = (target as Element).closest('article');
        if (cameIn && tabbing) {
          const first = currentMessage(box);
          if (first && first !== target) return focusMessage(first);
        }
        if (line) setCurrentMessage(box, line);
      },
      { signal },
    );
    return () => listening.abort();
  }, [list]);

  return helping && <ShortcutsDialog onClose={() => setHelping(false)} />;
}

const topOf = (line: Element) => line.getBoundingClientRect().top;
/** A page is a little less than what is seen, so that a line of it stays in view. */
const pageOf = (box: Element) => box.clientHeight * 0.85;
const bubbleOf = (line: Element) => line.querySelector('[data-row]') ?? line;

/** The message at which the keyboard comes in, if it stands after that element. */
function messageAfter(box: HTMLElement, target: Element): HTMLElement | undefined {
  const line = currentMessage(box);
  return line && isAfter(line, target) ? line : undefined;
}

/** What the Tab key reaches after that element, or before it, other than messages. */
function beyond(box: HTMLElement, target: Element, before: boolean): HTMLElement | undefined {
  const others = tabbablesIn(document.body).filter(
    (one) => one !== box && !(box.contains(one) && one.closest('article')),
  );
  return before ? others.findLast((one) => isAfter(target, one)) : others.find((one) => isAfter(one, target));
}

const isAfter = (one: Node, other: Node) =>
  (other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
