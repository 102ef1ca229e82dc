import { TOUCH } from '~/components/app/use-media-query';
import { messageNear, seqOf } from './messages';
import { composerOf } from './regions';
import { focusOn, isSeen, tabbablesIn } from './tabbable';

interface Held {
  readonly element: Element;
  /** What it was in, from the inside out; known before it is taken out. */
  readonly around: readonly Element[];
  /** The number of its message. */
  readonly seq: number | null;
}

/**
 * Whatever has the focus and is taken out of the document — a row, a message, a dialog's page — leaves it to what is
 * nearest to its place, at once. A focus that went elsewhere, or that a person took away, is left alone. The answer ends it.
 */
export function keepFocus(): () => void {
  let held: Held | null = null;

  function onFocusIn({ target }: FocusEvent) {
    if (!(target instanceof Element)) return;
    const around: Element[] = [];
    for (let one = target.parentElement; one; one = one.parentElement) around.push(one);
    held = { element: target, around, seq: seqOf(target) };
  }

  function onMutation() {
    if (!held || held.element.isConnected) return;
    const { around, seq } = held;
    held = null;
    if (document.activeElement !== document.body) return;
    const place = around.find((one) => isSeen(one) && !one.closest('[inert]'));
    heirIn(place, seq)?.focus({ preventScroll: true });
    if (document.activeElement === document.body) restFocus();
  }

  const observer = new MutationObserver(onMutation);
  observer.observe(document.body, { childList: true, subtree: true });
  document.addEventListener('focusin', onFocusIn);
  return () => {
    observer.disconnect();
    document.removeEventListener('focusin', onFocusIn);
  };
}

function heirIn(place: Element | undefined, seq: number | null): HTMLElement | undefined {
  const list = place?.closest('[role=log]');
  if (list && seq !== null) return messageNear(list, seq);
  for (let one = place; one && one !== document.body; one = one.parentElement ?? undefined) {
    const [first] = tabbablesIn(one);
    if (first) return first;
    if (one.matches('dialog, main, nav, aside')) return undefined;
  }
  return undefined;
}

/**
 * Where the focus is when nothing else asks for it: at the composer, or at the screen as a whole where the composer would
 * bring up a keyboard.
 */
export function restFocus(): void {
  const main = document.querySelector('main');
  const composer = window.matchMedia(TOUCH).matches ? null : composerOf();
  const to = composer ?? (main && isSeen(main) ? main : document.querySelector('nav'));
  if (to instanceof HTMLElement) focusOn(to);
}
