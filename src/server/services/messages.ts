import { createHash } from 'node:crypto';
import type { Types } from 'mongoose';
import type { Entry } from '~/contract/entry';
import { EMOJIS_PER_MESSAGE_MAX, PINS_MAX } from '~/contract/limits';
import type {
  DeleteMessageInput,
  EditMessageInput,
  ForwardMessageInput,
  PinMessageInput,
  ReactToMessageInput,
  SendMessageInput,
} from '~/contract/message';
import type { Id } from '~/contract/primitives';
import { AppError } from '~/server/app-error';
import type { Limits } from '~/server/limits';
import type { Links } from '~/server/media/links';
import { type Content, type EntryDoc, viewOf } from '~/server/models/entry';
import type { MembershipDoc } from '~/server/models/membership';
import type { Models } from '~/server/models/models';
import type { Timeline } from '~/server/timeline/timeline';
import { type Actor, objectId } from './actor';
import type { createConversations } from './conversations';
import { mentionsIn } from './mentions';
import type { Uploads } from './uploads';

export interface MessagesOptions {
  readonly models: Models;
  readonly links: Pick<Links, 'linkTo'>;
  readonly timeline: Pick<Timeline, 'append' | 'earlier'>;
  readonly conversations: Pick<ReturnType<typeof createConversations>, 'authorise'>;
  readonly limits: Pick<Limits, 'spend'>;
  readonly uploads: Pick<Uploads, 'claim' | 'copy' | 'release'>;
}

type MessageDoc = EntryDoc & { kind: 'message' };

/** What a retry repeats, wherever it is. */
interface Attempt {
  readonly conversationId: Id;
  readonly clientId: string;
}

export function createMessages({ models, links, timeline, conversations, limits, uploads }: MessagesOptions) {
  /** The message, if this person may see it. */
  async function visible(actor: Actor, conversationId: Id, messageId: Id): Promise<MessageDoc> {
    const doc = await models.entries.findOne({
      _id: objectId(messageId),
      conversationId: objectId(conversationId),
      kind: 'message',
      hiddenFrom: { $ne: objectId(actor.userId) },
    });
    if (!doc) throw new AppError('NOT_FOUND', 'There is no such message.');
    return doc as MessageDoc;
  }

  async function append(
    actor: Actor,
    conversationId: Id,
    draft: { clientId: string; audience?: Types.ObjectId[] } & Content,
  ): Promise<Entry> {
    const record = await timeline.append(objectId(conversationId), { senderId: objectId(actor.userId), ...draft });
    return viewOf(record, actor.userId, links);
  }

  /** What an earlier attempt made; null if none did. */
  async function earlier(actor: Actor, { conversationId, clientId }: Attempt): Promise<Entry | null> {
    const attempt = { senderId: objectId(actor.userId), clientId };
    const record = await timeline.earlier(objectId(conversationId), attempt);
    return record && viewOf(record, actor.userId, links);
  }

  /**
   * What earlier attempts made, if they made all of it; else throws the refusal. It is for members: nothing of a
   * conversation reaches those who are none any more, not even what they wrote.
   */
  async function originals(actor: Actor, refusal: unknown, attempts: readonly Attempt[]): Promise<Entry[]> {
    if (!(refusal instanceof AppError)) throw refusal;
    for (const { conversationId } of attempts) await conversations.authorise(actor, conversationId);
    const entries = await Promise.all(attempts.map((attempt) => earlier(actor, attempt)));
    const found = entries.filter((entry) => entry !== null);
    if (found.length < attempts.length) throw refusal;
    return found;
  }

  /** Does it; a retry of what was done already gets the original, whatever would refuse it by now. */
  async function once(actor: Actor, attempt: Attempt, act: () => Promise<Entry>): Promise<Entry> {
    try {
      return await act();
    } catch (refusal) {
      return (await originals(actor, refusal, [attempt]))[0]!;
    }
  }

  return {
    /**
     * Resolves when the message is durable and numbered. The same `clientId` again resolves with the first one, whatever
     * became of its files. `NOT_FOUND` for a file that is not the caller's, `CONFLICT` for one that is not complete yet or
     * belongs to another message.
     */
    send(actor: Actor, input: SendMessageInput): Promise<Entry> {
      const { conversationId, clientId, replyToId } = input;
      const text = captionOf(input.text ?? '');
      const uploadIds = [...new Set(input.uploadIds)];
      return once(actor, input, async () => {
        // Asked for side by side: whoever sends waits for the slower answer, not for both.
        const counted = limits.spend('message', actor.userId);
        counted.catch(() => {});
        await conversations.authorise(actor, conversationId, { write: true });
        await counted;
        const made = uploadIds.length > 0 ? await earlier(actor, input) : null;
        if (made) return made;
        const replied = replyToId ? await visible(actor, conversationId, replyToId) : null;
        const mentions = await mentionsIn(models, conversationId, text);
        const attachments =
          uploadIds.length > 0 ? await uploads.claim(actor, useOf(attemptOf(actor, input)), uploadIds) : [];
        return append(actor, conversationId, {
          kind: 'message',
          clientId,
          text,
          ...(attachments.length > 0 && { attachments }),
          ...(replied && { replyTo: { id: replied._id, seq: replied.seq } }),
          ...(mentions.length > 0 && { mentions }),
        });
      });
    },

    /** By its sender only; its files stay. `CONFLICT` once it is deleted, `INVALID_INPUT` when nothing would be left. */
    edit(actor: Actor, input: EditMessageInput): Promise<Entry> {
      const { conversationId, messageId, clientId } = input;
      const text = captionOf(input.text);
      return once(actor, input, async () => {
        await conversations.authorise(actor, conversationId, { write: true });
        const target = await visible(actor, conversationId, messageId);
        if (!isOwn(actor, target)) throw new AppError('FORBIDDEN', 'You can edit your own messages only.');
        refuseDeleted(target);
        if (text === '' && !target.attachments?.length) throw emptied();
        const mentions = await mentionsIn(models, conversationId, text);
        await limits.spend('edit', actor.userId);
        const entry = await append(actor, conversationId, {
          kind: 'edit',
          clientId,
          ...targetOf(target),
          text,
          mentions,
        });
        await forgetOvertaken(actor, target, entry);
        return entry;
      });
    },

    /** For everyone: by its sender, or by an admin or owner of a group or room. For me: by any member. */
    delete(actor: Actor, input: DeleteMessageInput): Promise<Entry> {
      const { conversationId, messageId, scope, clientId } = input;
      return once(actor, input, async () => {
        const membership = await conversations.authorise(actor, conversationId);
        const target = await visible(actor, conversationId, messageId);
        if (scope === 'everyone' && !isOwn(actor, target)) await refuseUnlessAbove(membership);
        await limits.spend('edit', actor.userId);
        if (scope === 'me') {
          const audience = [objectId(actor.userId)];
          return append(actor, conversationId, { kind: 'hide', clientId, audience, ...targetOf(target) });
        }
        const entry = await append(actor, conversationId, { kind: 'delete', clientId, ...targetOf(target) });
        // The deletion stands, whatever becomes of the bytes now: what is left of them is the collector's.
        if (target.attachments?.length) await uploads.release(useOf(target)).catch(() => {});
        return entry;
      });
    },

    /** Reacting twice with the same emoji is the same as once. */
    react(actor: Actor, input: ReactToMessageInput): Promise<Entry> {
      const { conversationId, messageId, emoji, on, clientId } = input;
      return once(actor, input, async () => {
        await conversations.authorise(actor, conversationId, { write: true });
        const target = await visible(actor, conversationId, messageId);
        refuseDeleted(target);
        const emojis = new Set(target.reactions?.map((reaction) => reaction.emoji));
        if (on && !emojis.has(emoji) && emojis.size >= EMOJIS_PER_MESSAGE_MAX) {
          throw new AppError('TOO_LARGE', `A message has at most ${EMOJIS_PER_MESSAGE_MAX} different reactions.`);
        }
        await limits.spend('reaction', actor.userId);
        return append(actor, conversationId, { kind: 'reaction', clientId, ...targetOf(target), emoji, on });
      });
    },

    /** By any member of a direct conversation or a group; in a room by admins and owners. */
    pin(actor: Actor, input: PinMessageInput): Promise<Entry> {
      const { conversationId, messageId, on, clientId } = input;
      return once(actor, input, async () => {
        const membership = await conversations.authorise(actor, conversationId, { write: true });
        const target = await visible(actor, conversationId, messageId);
        await mayPin(membership, target, on);
        await limits.spend('edit', actor.userId);
        return append(actor, conversationId, { kind: 'system', action: 'pinned', clientId, ...targetOf(target), on });
      });
    },

    /** One new message in each conversation named, with files of its own, or none at all when it is refused. */
    async forward(actor: Actor, input: ForwardMessageInput): Promise<readonly Entry[]> {
      const attempts = [...new Set(input.toConversationIds)].map((conversationId) => ({
        conversationId,
        clientId: forwardedId(input.clientId, conversationId),
      }));
      try {
        await conversations.authorise(actor, input.conversationId);
        for (const { conversationId } of attempts) {
          await conversations.authorise(actor, conversationId, { write: true });
        }
        const source = await visible(actor, input.conversationId, input.messageId);
        refuseDeleted(source);
        const made = await Promise.all(attempts.map((attempt) => earlier(actor, attempt)));
        for (const entry of made) if (!entry) await limits.spend('message', actor.userId);
        const copies = await Promise.all(
          attempts.map((attempt, index) => made[index] ?? copyOf(actor, source, attempt)),
        );
        return await Promise.all(
          copies.map((copy, index) => ('seq' in copy ? copy : append(actor, attempts[index]!.conversationId, copy))),
        );
      } catch (refusal) {
        return originals(actor, refusal, attempts);
      }
    },
  };

  /** The same message once more, to be sent to another place; with files of its own, that share their bytes. */
  async function copyOf(actor: Actor, source: MessageDoc, attempt: Attempt) {
    const attachments = source.attachments?.length ? await uploads.copy(source, useOf(attemptOf(actor, attempt))) : [];
    return {
      kind: 'message' as const,
      clientId: attempt.clientId,
      text: source.text,
      ...(attachments.length > 0 && { attachments }),
      forwarded: true as const,
    };
  }

  /** Of an edit that was numbered after a deletion nothing is kept either: the message is deleted once more. */
  async function forgetOvertaken(actor: Actor, target: MessageDoc, { id, seq }: Entry): Promise<void> {
    const { _id, conversationId } = target;
    const overtaken = await models.entries.findOne(
      { _id, conversationId, deletedAt: { $exists: true }, rev: { $lt: seq } },
      { projection: { _id: 1 } },
    );
    if (!overtaken) return;
    const clientId = `system:forgotten:${id}`;
    await append(actor, conversationId.toString(), { kind: 'delete', clientId, ...targetOf(target) });
  }

  /** Nobody is above the other of a direct conversation, whoever opened it. */
  async function refuseUnlessAbove({ role, conversationId }: MembershipDoc): Promise<void> {
    if (role === 'member' || (await models.conversations.exists({ _id: conversationId, kind: 'direct' }))) {
      throw new AppError('FORBIDDEN', 'You can delete your own messages for everyone, and only those.');
    }
  }

  async function mayPin({ role, conversationId }: MembershipDoc, target: MessageDoc, on: boolean): Promise<void> {
    const conversation = await models.conversations.findById(conversationId, { kind: 1, pins: 1 }).orFail().lean();
    if (conversation.kind === 'room' && role === 'member') {
      throw new AppError('FORBIDDEN', 'In a room, admins and owners pin messages.');
    }
    if (!on) return;
    refuseDeleted(target);
    const others = conversation.pins.filter(({ _id }) => !_id.equals(target._id));
    if (others.length >= PINS_MAX) {
      throw new AppError('TOO_LARGE', `At most ${PINS_MAX} messages are pinned. Unpin one first.`);
    }
  }
}

function isOwn(actor: Actor, { senderId }: MessageDoc): boolean {
  return senderId.toString() === actor.userId;
}

function targetOf({ _id, seq }: MessageDoc) {
  return { targetId: _id, targetSeq: seq };
}

/** What the files of a message are claimed for: known before it has a number, and the same for every attempt. */
function useOf({ conversationId, senderId, clientId }: Pick<MessageDoc, 'conversationId' | 'senderId' | 'clientId'>) {
  return { kind: 'message' as const, conversationId, senderId, clientId };
}

function attemptOf(actor: Actor, { conversationId, clientId }: Attempt) {
  return { conversationId: objectId(conversationId), senderId: objectId(actor.userId), clientId };
}

/** As it was written; nothing but space is no text. */
function captionOf(text: string): string {
  return text.trim() === '' ? '' : text;
}

function emptied(): AppError {
  const words = 'must not be empty';
  return new AppError('INVALID_INPUT', `text: ${words}`, { fields: { text: words } });
}

function refuseDeleted({ deletedAt }: MessageDoc): void {
  if (deletedAt) throw new AppError('CONFLICT', 'This message was deleted.');
}

/** The same for every retry, another for every conversation. */
function forwardedId(clientId: string, conversationId: Id): string {
  return createHash('sha256').update(`${clientId} ${conversationId}`).digest('base64url');
}
