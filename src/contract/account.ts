import { z } from 'zod';
import { type Id, type Instant, id, name, username } from './primitives';
import { PROBLEMS } from './problems';
import type { User } from './user';

/** What somebody may do with the installation itself. */
export type PlatformRole = 'admin' | 'member';

/** A person as they see themselves. */
export interface Me extends User {
  readonly email: string;
  readonly createdAt: Instant;
  readonly role: PlatformRole;
}

/** Long enough to resist guessing, short enough that hashing cannot be used to exhaust the server. */
export const password = z.string().min(8, PROBLEMS.passwordShort).max(200, PROBLEMS.passwordLong);

export const email = z.string().trim().toLowerCase().max(254).pipe(z.email(PROBLEMS.email));

export const register = z.strictObject({ username, email, name, password });
export type RegisterInput = z.infer<typeof register>;

/** `login` is a username or an e-mail address. */
export const credentials = z.strictObject({
  login: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(200),
});
export type Credentials = z.infer<typeof credentials>;

/** What is left out stays as it is; an `avatarUploadId` of null takes the picture away. */
export const updateAccount = z.strictObject({ name: name.optional(), avatarUploadId: id.nullish() });
export type UpdateAccountInput = z.infer<typeof updateAccount>;

export const changePassword = z.strictObject({ current: z.string().min(1).max(200), next: password });
export type ChangePasswordInput = z.infer<typeof changePassword>;

/** `token` is what follows `#` in a link to set a new password. */
export const resetPassword = z.strictObject({
  token: z.string().regex(/^[0-9a-f]{24}\.[A-Za-z0-9_-]{43}$/, 'must be what follows # in the link'),
  password,
});
export type ResetPasswordInput = z.infer<typeof resetPassword>;

export interface AccessToken {
  readonly id: Id;
  readonly label: string;
  readonly createdAt: Instant;
  readonly lastUsedAt: Instant | null;
}

export const createToken = credentials.extend({ label: name });
export const revokeToken = z.strictObject({ tokenId: id });
