import type { Id } from './primitives';

/** Who sends what nobody sends: deletions of old messages, and of those of an erased account. No account has it. */
export const SYSTEM_ID: Id = '0'.repeat(24);
