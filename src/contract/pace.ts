/** Milliseconds between two calls that say the same: typing is told once in this time. */
export const TYPING_EVERY_MS = 3_000;

/** Milliseconds after which somebody who was typing is taken to have stopped: one call may be lost. */
export const TYPING_ENDS_MS = 5_000;

/** Milliseconds between two receipts of a device for one conversation. */
export const RECEIPT_EVERY_MS = 1_000;
