import { createHash } from 'node:crypto';
import { Types } from 'mongoose';
import type { Imported, ImportMessagesInput } from '~/contract/import';
import { AppError } from '~/server/app-error';
import { isDuplicateKey, type Models } from '~/server/models/models';
import type { Timeline } from '~/server/timeline/timeline';
import { type Actor, objectId } from './actor';
import type { createConversations } from './conversations';

export interface ImportsOptions {
  readonly models: Models;
  readonly now: () => Date;
  readonly timeline: Pick<Timeline, 'append'>;
  readonly conversations: Pick<ReturnType<typeof createConversations>, 'gathering'>;
}

interface Author {
  readonly id: string;
  readonly name: string;
}

/** Messages that were written elsewhere, for admins of the installation. */
export function createImports({ models, now, timeline, conversations }: ImportsOptions) {
  /** Somebody who wrote there: never an account, so that nobody is given words that they did not write here. */
  async function author(source: string, { id, name }: Author): Promise<Types.ObjectId> {
    const _id = new Types.ObjectId(nameOf(source, 'person', id, 'hex').slice(0, 24));
    const username = `import-${_id}`;
    try {
      await models.users.create({
        _id,
        username,
        usernameKey: username,
        email: `${username}@import.invalid`,
        name,
        passwordHash: null,
        terms: [],
        kind: 'imported',
        createdAt: now(),
      });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    return _id;
  }

  return {
    /**
     * Appends them in this order under their senders' names and with their times; resolves when all are durable. Every
     * entry is named by what it is called at its source, so that a second run, or one after a crash, doubles nothing.
     * The caller owns or administers the group or room.
     */
    async messages(actor: Actor, { conversationId, source, messages }: ImportMessagesInput): Promise<Imported> {
      const { membership } = await conversations.gathering(actor, conversationId, 'Bring it into a group or a room.');
      if (membership.role === 'member') throw new AppError('FORBIDDEN', 'Its admins and owners bring messages in.');
      const conversation = objectId(conversationId);
      const people = new Map<string, Promise<Types.ObjectId>>();
      const authorOf = (person: Author): Promise<Types.ObjectId> => {
        const known = people.get(person.id) ?? author(source, person);
        people.set(person.id, known);
        return known;
      };
      let repliesLost = 0;
      for (const { id, sender, at, text, replyTo, reactions = [] } of messages) {
        const replied = replyTo && {
          senderId: new Types.ObjectId(nameOf(source, 'person', replyTo.senderId, 'hex').slice(0, 24)),
          clientId: nameOf(source, 'message', replyTo.id),
        };
        const target = replied
          ? await models.entries.findOne({ conversationId: conversation, ...replied }, { projection: { seq: 1 } })
          : null;
        if (replied && !target) repliesLost += 1;
        const { entry } = await timeline.append(conversation, {
          kind: 'message',
          senderId: await authorOf(sender),
          clientId: nameOf(source, 'message', id),
          at: new Date(at),
          text,
          ...(target && { replyTo: { id: target._id, seq: target.seq } }),
        });
        for (const { emoji, person } of reactions) {
          await timeline.append(conversation, {
            kind: 'reaction',
            senderId: await authorOf(person),
            clientId: nameOf(source, `reaction ${emoji}`, id),
            at: new Date(at),
            targetId: objectId(entry.id),
            targetSeq: entry.seq,
            emoji,
            on: true,
          });
        }
      }
      return { messages: messages.length, repliesLost };
    },
  };
}

/** The same for every run. */
function nameOf(source: string, kind: string, id: string, encoding: 'base64url' | 'hex' = 'base64url'): string {
  return createHash('sha256')
    .update(JSON.stringify([source, kind, id]))
    .digest(encoding);
}
