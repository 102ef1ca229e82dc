import type { Types } from 'mongoose';
import type { Models } from '~/server/models/models';

/** Usernames one message can mention; whoever needs more means everybody. */
const MENTIONS_MAX = 50;

const MENTION = /(?<![\p{L}\p{N}_@.-])@([a-zA-Z0-9][a-zA-Z0-9._-]{1,31})/gu;

/** The members whose `@username` the text holds, in the order of their first mention. Without an `@`, no query. */
export async function mentionsIn(models: Models, conversationId: string, text: string): Promise<Types.ObjectId[]> {
  const keys = keysIn(text);
  if (keys.length === 0) return [];
  const users = await models.users.find({ usernameKey: { $in: keys } }, { usernameKey: 1 }).lean();
  const members = await models.memberships
    .find({ conversationId, userId: { $in: users.map(({ _id }) => _id) }, active: true }, { userId: 1 })
    .lean();
  const present = new Set(members.map(({ userId }) => userId.toString()));
  const byKey = new Map(users.map(({ usernameKey, _id }) => [usernameKey, _id]));
  const mentioned = keys.flatMap((key) => byKey.get(key) ?? []).filter((id) => present.has(id.toString()));
  return [...new Map(mentioned.map((id) => [id.toString(), id])).values()];
}

/** Also without the dots and dashes at the end: a sentence ends there more often than a username. */
function keysIn(text: string): string[] {
  const names = [...text.matchAll(MENTION)].map(([, username = '']) => username.toLowerCase());
  return [...new Set(names.flatMap((name) => [name, name.replace(/[._-]+$/, '')]))].slice(0, 2 * MENTIONS_MAX);
}
