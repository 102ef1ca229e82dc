import { z } from 'zod';
import { RESULTS_MAX } from './limits';
import { type Id, type Instant, id, query } from './primitives';

/** A person as others see them. */
export interface User {
  readonly id: Id;
  readonly username: string;
  readonly name: string;
  /** Signed for the viewer, root-relative; `user.byIds` answers with a fresh one. Null without a picture. */
  readonly avatarUrl: string | null;
  /** Absent for people. Whoever is of a kind writes, and can be neither signed in as nor written to. */
  readonly kind?: UserKind;
}

/** What writes and is no person: a webhook, or somebody who wrote elsewhere and was brought in with what they wrote. */
export type UserKind = 'integration' | 'imported';

/** A person's page, as the viewer may see it. */
export interface Profile extends User {
  readonly createdAt: Instant;
  readonly online: boolean;
  readonly lastSeenAt: Instant | null;
  /** Whether the viewer has blocked them. */
  readonly blocked: boolean;
}

/** `user.search`: people whose username or name starts with, or has a word that starts with, the query. */
export const searchUsers = z.strictObject({ query });
export const getUser = z.strictObject({ userId: id });
/** `user.byIds`: unknown ids are left out of the answer. */
export const getUsers = z.strictObject({
  userIds: z
    .array(id)
    .min(1)
    .max(RESULTS_MAX * 4),
});
