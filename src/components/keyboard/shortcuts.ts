import type { KeyTable } from './keys';
import { WRITING_KEYS } from './writing-keys';

/** Wherever the focus is, as long as no dialog is open. */
export const GLOBAL_KEYS = {
  switcher: ['Mod k'],
  shortcuts: ['Mod /'],
  previous: ['Alt ArrowUp'],
  next: ['Alt ArrowDown'],
  previousUnread: ['Shift Alt ArrowUp'],
  nextUnread: ['Shift Alt ArrowDown'],
  nextRegion: ['F6'],
  previousRegion: ['Shift F6'],
} as const satisfies KeyTable;

/** Those of a single character act only here, where nothing can be typed (WCAG 2.1.4). */
export const MESSAGE_KEYS = {
  up: ['ArrowUp'],
  down: ['ArrowDown'],
  pageUp: ['PageUp'],
  pageDown: ['PageDown'],
  first: ['Home'],
  last: ['End'],
  menu: ['Enter'],
  reply: ['r'],
  edit: ['e'],
  react: ['+', ':'],
  remove: ['Delete', 'Backspace'],
  help: ['?'],
  back: ['Escape'],
} as const satisfies KeyTable;

export type GlobalShortcut = keyof typeof GLOBAL_KEYS;
export type MessageShortcut = keyof typeof MESSAGE_KEYS;
export type WritingShortcut = keyof typeof WRITING_KEYS;

/** Everything the keyboard can do, as the sheet of shortcuts tells it. What binds the keys reads the same tables. */
export const SHORTCUTS = { anywhere: GLOBAL_KEYS, writing: WRITING_KEYS, messages: MESSAGE_KEYS } as const;
