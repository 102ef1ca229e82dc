/** The lines of messages in the document, in their order. */
export function messagesIn(list: Element): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('article')];
}

/** The number of the message whose line, or a part of it, this is; null while it has none. */
export function seqOf(element: Element): number | null {
  const seq = element.closest('article')?.querySelector<HTMLElement>('[data-seq]')?.dataset.seq;
  return seq === undefined ? null : Number(seq);
}

/** The line of that number, or the next one after it; the last if there is none. */
export function messageNear(list: Element, seq: number): HTMLElement | undefined {
  const all = messagesIn(list);
  return all.find((line) => (seqOf(line) ?? Number.POSITIVE_INFINITY) >= seq) ?? all.at(-1);
}

const current = new WeakMap<Element, HTMLElement>();

/** Remembers where the keyboard is in the list. */
export function setCurrentMessage(list: Element, line: HTMLElement): void {
  current.set(list, line);
}

/** Where the keyboard comes into the list: where it was, if that is in view, else at the last message in view. */
export function currentMessage(list: Element): HTMLElement | undefined {
  const box = list.getBoundingClientRect();
  const isInView = (line: HTMLElement) => {
    const { top, bottom } = line.getBoundingClientRect();
    return top < box.bottom && bottom > box.top;
  };
  const before = current.get(list);
  if (before && list.contains(before) && isInView(before)) return before;
  const all = messagesIn(list);
  return all.findLast(isInView) ?? all.at(-1);
}

export function focusMessage(line: HTMLElement): void {
  line.focus({ preventScroll: true });
  line.scrollIntoView({ block: 'nearest' });
}
