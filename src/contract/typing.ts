import { z } from 'zod';
import { id } from './primitives';

/** Said again every `TYPING_EVERY_MS` for as long as it holds; whoever hears it forgets it after `TYPING_ENDS_MS`. */
export const setTyping = z.strictObject({ conversationId: id, typing: z.boolean() });
