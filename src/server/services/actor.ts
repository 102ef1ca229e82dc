import { Types } from 'mongoose';
import type { Id } from '~/contract/primitives';

/** Who calls. Every service takes one; it comes from a session or an access token, never from an input. */
export interface Actor {
  readonly userId: Id;
}

export const objectId = (id: Id): Types.ObjectId => new Types.ObjectId(id);
