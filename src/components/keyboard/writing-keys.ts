import type { KeyTable } from './keys';

/** While a message is written. */
export const WRITING_KEYS = {
  send: ['Enter', 'Mod Enter'],
  newLine: ['Shift Enter'],
  editLast: ['ArrowUp'],
  cancel: ['Escape'],
} as const satisfies KeyTable;
