import type { Id } from '~/contract/primitives';
import { type Asked, type Model, withoutConversation } from './model';
import { settle } from './receive';
import { TransportError } from './transport';

/** Whether the server says that the conversation is not, or no longer, for this reader. */
export function isRefusal(error: unknown): boolean {
  return error instanceof TransportError && (error.code === 'NOT_FOUND' || error.code === 'FORBIDDEN');
}

/** The server refused a question about a conversation; one asked before it was joined (again) says nothing. */
export function withRefusal(model: Model, conversationId: Id, { askedAt, at }: Asked): Model {
  const learnedAt = model.marks.get(conversationId)?.learnedAt ?? 0;
  return learnedAt > askedAt ? model : settle(withoutConversation(model, conversationId, at));
}

/** The answer is older than what the feed told: ask again after a pause. */
export function behind(): TransportError {
  return new TransportError('UNAVAILABLE', 'the answer is older than what is known to exist');
}
