/** What takes letters for itself: fields, and lists in which they look for an item. */
const TAKES_LETTERS =
  'input, textarea, select, [contenteditable=true], audio, video, iframe, [role=listbox], [role=menu], [role=slider]';

/** Whether something is typed where nothing takes it: a character, or the first key of an input method. */
export function isTyping({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey) return false;
  // The space bar presses buttons and scrolls.
  if (key === ' ' || ([...key].length !== 1 && key !== 'Process')) return false;
  return !(target instanceof Element && target.closest(TAKES_LETTERS));
}
