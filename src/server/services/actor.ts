import { Types } from 'mongoose';
import type { Id } from '~/contract/primitives';

/** For whom something is read. */
export interface Reader {
  readonly userId: Id;
}

/** Who calls. Every service takes one; it comes from a session or an access token, never from an input. */
export interface Actor extends Reader {
  /** What they proved it with. */
  readonly credential: Credential;
}

/** A session or an access token, by its id. */
export interface Credential {
  readonly kind: 'session' | 'token';
  readonly id: string;
}

export const objectId = (id: Id): Types.ObjectId => new Types.ObjectId(id);
