import { randomInt } from 'node:crypto';
import type { Conversation } from '~/contract/conversation';
import type { Entry, MessageEntry } from '~/contract/entry';
import type { Id } from '~/contract/primitives';
import { aClientId, type Person } from './people';

/** A slug that no other test uses; its second word has digits only, so that no search for a word meets it. */
export const aSlug = (stem = 'room'): string => `${stem}-${randomInt(2 ** 47)}`;

export const aDirect = (from: Person, to: Person): Promise<Conversation> =>
  from.api.conversation.openDirect.mutate({ userId: to.me.id });

export const aGroup = (owner: Person, members: readonly Person[], name = 'Group'): Promise<Conversation> =>
  owner.api.conversation.createGroup.mutate({ name, memberIds: members.map(({ me }) => me.id) });

export const aRoom = (owner: Person, { slug = aSlug(), name = 'Room' } = {}): Promise<Conversation> =>
  owner.api.room.create.mutate({ slug, name });

export async function send(from: Person, conversationId: Id, text = 'hello'): Promise<MessageEntry> {
  const entry = await from.api.message.send.mutate({ conversationId, clientId: aClientId(), text });
  return asMessage(entry);
}

export function asMessage(entry: Entry | undefined): MessageEntry {
  if (entry?.kind !== 'message') throw new Error(`not a message: ${JSON.stringify(entry)}`);
  return entry;
}

/** The whole list, by pages; throws when it is not 1..head, each once. */
export async function everything({ api }: Pick<Person, 'api'>, conversationId: Id): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (;;) {
    const page = await api.message.history.query({ conversationId, after: entries.length, limit: 100 });
    entries.push(...page.entries);
    const hole = entries.findIndex(({ seq }, index) => seq !== index + 1);
    if (hole !== -1) throw new Error(`number ${hole + 1} is missing or double`);
    if (entries.length === page.head) return entries;
    if (page.entries.length === 0) throw new Error(`nothing after ${entries.length}, though the head is ${page.head}`);
  }
}
