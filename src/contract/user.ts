import { z } from 'zod';
import { RESULTS_MAX } from './limits';
import { type Id, id, query } from './primitives';

/** A person as others see them. */
export interface User {
  readonly id: Id;
  readonly username: string;
  readonly name: string;
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
