import { z } from 'zod';
import { IMPORT_BATCH_MAX, IMPORT_REACTIONS_MAX } from './limits';
import { caption, emoji, id, name, slug } from './primitives';

/** What something is called where it comes from. */
const key = z.string().min(1).max(200);
/** ISO 8601, with any offset and precision. */
const instant = z.iso.datetime({ offset: true });
const text = caption.refine((value) => value.trim() !== '', 'must not be empty');

/** A history that was written elsewhere: the format of `examples/import.ts`, described in docs/import.md. */
export const exportedHistory = z.strictObject({
  format: z.literal('confab-import-1'),
  /** Where it comes from. Together with their own keys it names people and messages for good: keep it for every run. */
  source: name,
  people: z.array(z.strictObject({ id: key, name })),
  conversations: z.array(
    z.strictObject({
      id: key,
      kind: z.enum(['group', 'room']),
      name,
      /** Of a room. */
      slug: slug.optional(),
      /** In the order they were written. */
      messages: z.array(
        z.strictObject({
          id: key,
          senderId: key,
          at: instant,
          text: z.string(),
          replyToId: key.optional(),
          reactions: z.array(z.strictObject({ emoji: z.string(), personIds: z.array(key) })).optional(),
          /** Names of files; they are not brought in, and counted. */
          files: z.array(z.string()).optional(),
        }),
      ),
    }),
  ),
});
export type ExportedHistory = z.infer<typeof exportedHistory>;

const person = z.strictObject({ id: key, name });

/** `admin.importMessages`: each message is there once, however often it is brought in. */
export const importMessages = z.strictObject({
  conversationId: id,
  source: name,
  messages: z
    .array(
      z.strictObject({
        id: key,
        sender: person,
        at: instant,
        text,
        /** A message of the same conversation that is there already, or earlier in this call. */
        replyTo: z.strictObject({ id: key, senderId: key }).optional(),
        reactions: z.array(z.strictObject({ emoji, person })).max(IMPORT_REACTIONS_MAX).optional(),
      }),
    )
    .min(1)
    .max(IMPORT_BATCH_MAX),
});
export type ImportMessagesInput = z.infer<typeof importMessages>;

export interface Imported {
  /** Messages that are there now; those that were before are counted too. */
  readonly messages: number;
  /** Replies whose message is not there: they stand without it. */
  readonly repliesLost: number;
}
