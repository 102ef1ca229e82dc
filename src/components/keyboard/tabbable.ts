const TABBABLE =
  'a[href], button, input, select, textarea, summary, audio[controls], video[controls], [tabindex], [contenteditable=true]';

/** What the Tab key reaches within an element, in the order of the document. */
export function tabbablesIn(root: Element): HTMLElement[] {
  return [...root.querySelectorAll<HTMLElement>(TABBABLE)].filter(isTabbable);
}

function isTabbable(element: HTMLElement): boolean {
  if (element.tabIndex < 0 || (element as HTMLButtonElement).disabled || element.closest('[inert]')) return false;
  return isSeen(element);
}

/** Whether it is on the page as it is shown; what is only scrolled away is. */
export function isSeen(element: Element): boolean {
  return element.isConnected && element.checkVisibility({ visibilityProperty: true });
}

/** Gives something the focus that may have none by itself, as the screen's own region. */
export function focusOn(element: HTMLElement): void {
  if (!element.matches(TABBABLE)) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/** Whether something stands over the page and has the keyboard for itself. */
export function isCovered(): boolean {
  return document.querySelector('dialog:modal, [aria-modal=true], [role=menu]') !== null;
}
