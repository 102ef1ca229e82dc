import type { Types } from 'mongoose';
import { type NotificationRule, ruleFor } from '~/contract/notification';
import { attachedOf } from '~/contract/preview';
import type { Id } from '~/contract/primitives';
import type { PushNotice } from '~/contract/worker';
import type { Log } from '~/server/log';
import type { Meters } from '~/server/meters';
import type { ConversationDoc } from '~/server/models/conversation';
import type { EntryDoc } from '~/server/models/entry';
import type { MembershipDoc } from '~/server/models/membership';
import { IN_ONE_BATCH, type Models } from '~/server/models/models';
import type { PushSubscriptionDoc } from '~/server/models/push-subscription';
import { toNotificationSettings } from '~/server/models/user';
import type { Courier, Parcel } from '~/server/push/courier';
import type { After, PushQueue } from '~/server/push/queue';
import { noticeWords } from '~/server/push/words';
import { objectId } from './actor';
import type { Sessions } from './sessions';

/** Milliseconds after a message until somebody is told: who has it on the screen says within one second that it was read. */
export const PUSH_DELAY_MS = 3_000;

/** Milliseconds for which is remembered that nobody is to be told at all, by any process. */
const NOBODY_MS = 15_000;

/** Conversations a device is remembered to have been told of. */
const TOLD_MAX = 50;

/** They end the permission of who is pushed something and shows nothing. */
const WANTS_EVERY_PUSH_SHOWN = /(^|\.)push\.apple\.com$/;

export interface PushNoticesOptions {
  readonly models: Models;
  readonly now: () => Date;
  readonly log: Log;
  readonly meters: Pick<Meters, 'count'>;
  readonly sessions: Pick<Sessions, 'timeLeft'>;
  readonly publicKey: string;
  readonly courier: Pick<Courier, 'deliver'>;
  readonly queue: PushQueue;
  readonly after: After;
  readonly delayMs?: number;
}

type MessageDoc = EntryDoc & { kind: 'message' };

/** A message that notifies somebody, and why. */
interface Notified {
  readonly message: MessageDoc;
  readonly because: NotificationRule['because'];
}

/**
 * Tells devices of messages while Confab is closed on them. The process that appended a message tells of it, so that it is
 * told once; whatever is lost when a process dies is read when somebody comes back.
 */
export function createPushNotices(options: PushNoticesOptions) {
  const { models, now, log, meters, sessions, publicKey, courier, queue, after, delayMs = PUSH_DELAY_MS } = options;
  /** Conversation → numbers of messages to be told of. */
  const due = new Map<Id, number[]>();
  const timers = new Set<() => void>();
  const running = new Set<Promise<void>>();
  let nobodyUntil = 0;

  async function isAnybodyTold(): Promise<boolean> {
    if (now().getTime() < nobodyUntil) return false;
    if (await models.pushSubscriptions.exists({})) return true;
    nobodyUntil = now().getTime() + NOBODY_MS;
    return false;
  }

  function background(work: () => Promise<void>): void {
    const run: Promise<void> = work()
      .catch((error) => log.warn({ error: String(error) }, 'somebody was not told of messages'))
      .finally(() => running.delete(run));
    running.add(run);
  }

  function soon(work: () => Promise<void>): void {
    const stop = after(delayMs, () => {
      timers.delete(stop);
      background(work);
    });
    timers.add(stop);
  }

  async function tell(conversationId: Id): Promise<void> {
    const seqs = due.get(conversationId) ?? [];
    due.delete(conversationId);
    if (seqs.length === 0 || !(await isAnybodyTold())) return;
    const memberships = await models.memberships
      .find(
        { conversationId, active: true, readSeq: { $lt: Math.max(...seqs) } },
        { userId: 1, joinedSeq: 1, readSeq: 1, mutedUntil: 1, notify: 1 },
      )
      .batchSize(IN_ONE_BATCH)
      .lean<MembershipDoc[]>();
    const devices = await devicesOf(memberships.map(({ userId }) => userId));
    if (devices.length === 0) return;
    const userIds = [...new Set(devices.map(({ userId }) => userId.toString()))];
    const [conversation, messages, users] = await Promise.all([
      models.conversations.findById(conversationId, { kind: 1, name: 1 }).lean<ConversationDoc>(),
      models.entries
        .find({ conversationId: objectId(conversationId), seq: { $in: seqs }, kind: 'message' })
        .sort({ seq: 1 })
        .toArray() as Promise<MessageDoc[]>,
      models.users.find({ _id: { $in: userIds } }, { notifications: 1 }).lean(),
    ]);
    if (!conversation) return;
    const [senderOf, answeredBy] = await Promise.all([namesOf(messages), answersOf(messages)]);
    const settingsOf = new Map(users.map((user) => [user._id.toString(), toNotificationSettings(user)]));

    for (const membership of memberships) {
      const userId = membership.userId.toString();
      const settings = settingsOf.get(userId);
      if (!settings) continue;
      const place = {
        kind: conversation.kind,
        mutedUntil: membership.mutedUntil?.toISOString() ?? null,
        notify: membership.notify ?? null,
      };
      const person = { userId, settings, now: now().getTime() };
      const notified = messages.flatMap((message): Notified[] => {
        if (!isUnreadBy(membership, message)) return [];
        const rule = ruleFor(noticed(message, answeredBy), place, person);
        return rule.notifies ? [{ message, because: rule.because }] : [];
      });
      const last = notified.at(-1);
      if (!last) continue;
      for (const device of devices.filter((each) => each.userId.equals(membership.userId))) {
        const { text, attachments = [], senderId, seq } = last.message;
        const told = {
          conversationName: conversation.kind === 'direct' ? null : (conversation.name ?? ''),
          senderName: senderOf.get(senderId.toString()) ?? '',
          text,
          attached: attachedOf(attachments),
        };
        await remember(device, conversationId, seq);
        send({
          to: device,
          notice: { type: 'message', conversationId, seq, ...noticeWords(told, device) },
          urgency: notified.some(({ because }) => because !== 'all') ? 'high' : 'normal',
        });
      }
    }
  }

  /** Those whose session stands; the others are forgotten. */
  async function devicesOf(userIds: readonly Types.ObjectId[]): Promise<PushSubscriptionDoc[]> {
    const found = await models.pushSubscriptions
      .find({ userId: { $in: userIds } })
      .batchSize(IN_ONE_BATCH)
      .lean<PushSubscriptionDoc[]>();
    if (found.length === 0) return [];
    const left = await sessions.timeLeft(found.map(({ sessionId: id }) => ({ kind: 'session' as const, id })));
    const stands = (each: PushSubscriptionDoc) => (left.get(each.sessionId) ?? 0) > 0 && each.publicKey === publicKey;
    const over = found.filter((each) => !stands(each)).map(({ _id }) => _id);
    if (over.length > 0) await models.pushSubscriptions.deleteMany({ _id: { $in: over } });
    return found.filter(stands);
  }

  async function namesOf(messages: readonly MessageDoc[]): Promise<ReadonlyMap<Id, string>> {
    const senders = await models.users
      .find({ _id: { $in: messages.map(({ senderId }) => senderId) } }, { name: 1 })
      .lean();
    return new Map(senders.map(({ _id, name }) => [_id.toString(), name]));
  }

  /** Who wrote the messages that these answer, by their ids. */
  async function answersOf(messages: readonly MessageDoc[]): Promise<ReadonlyMap<Id, Id>> {
    const ids = messages.flatMap(({ replyTo }) => (replyTo ? [replyTo.id] : []));
    if (ids.length === 0) return new Map();
    const answered = await models.entries.find({ _id: { $in: ids } }, { projection: { senderId: 1 } }).toArray();
    return new Map(answered.map(({ _id, senderId }) => [_id.toString(), senderId.toString()]));
  }

  async function remember({ _id, told }: PushSubscriptionDoc, conversationId: Id, seq: number): Promise<void> {
    const isFull = Object.keys(told ?? {}).length >= TOLD_MAX;
    const update = isFull ? { told: { [conversationId]: seq } } : { [`told.${conversationId}`]: seq };
    await models.pushSubscriptions.updateOne({ _id }, { $set: update });
  }

  async function isUnread(userId: Types.ObjectId, { conversationId, seq }: PushNotice): Promise<boolean> {
    const unread = { conversationId, userId, active: true, readSeq: { $lt: seq } };
    return (await models.memberships.exists(unread)) !== null;
  }

  function send(parcel: Parcel & { readonly to: PushSubscriptionDoc }): void {
    const { to, notice } = parcel;
    const isTaken = queue.add({
      attempt: () => courier.deliver(parcel),
      isStillWanted: () => (notice.type === 'message' ? isUnread(to.userId, notice) : Promise.resolve(true)),
      async onEnd(outcome) {
        meters.count(outcome === 'delivered' ? 'push_delivered' : 'push_failed');
        if (outcome === 'gone') await models.pushSubscriptions.deleteOne({ _id: to._id, sessionId: to.sessionId });
        else if (outcome === 'refused')
          log.warn({ host: new URL(to.endpoint).host }, 'a push service refused a message');
      },
    });
    if (!isTaken) meters.count('push_failed');
  }

  async function withdraw(userId: Id, conversationId: Id, seq: number): Promise<void> {
    if (!(await isAnybodyTold())) return;
    const key = `told.${conversationId}`;
    const found = await models.pushSubscriptions.find({ userId, [key]: { $lte: seq } }).lean<PushSubscriptionDoc[]>();
    for (const device of found) {
      await models.pushSubscriptions.updateOne({ _id: device._id, [key]: { $lte: seq } }, { $unset: { [key]: 1 } });
      if (WANTS_EVERY_PUSH_SHOWN.test(new URL(device.endpoint).hostname)) continue;
      send({ to: device, notice: { type: 'read', conversationId, seq }, urgency: 'normal' });
    }
  }

  return {
    /** To be called with what this process has appended, in the order of its numbers. Never throws and never waits. */
    appended(conversationId: Id, entries: readonly EntryDoc[]): void {
      const seqs = entries.filter(({ kind }) => kind === 'message').map(({ seq }) => seq);
      if (seqs.length === 0 || now().getTime() < nobodyUntil) return;
      const waiting = due.get(conversationId);
      if (waiting) return void waiting.push(...seqs);
      due.set(conversationId, seqs);
      soon(() => tell(conversationId));
    },

    /** Somebody has read up to there, on whatever device: on the others it is taken back. Never throws and never waits. */
    read(userId: Id, conversationId: Id, seq: number): void {
      if (now().getTime() >= nobodyUntil) background(() => withdraw(userId, conversationId, seq));
    },

    /** There is at least one device. */
    subscribed(): void {
      nobodyUntil = 0;
    },

    /** Finishes what is under way, and leaves the rest. */
    async close(): Promise<void> {
      for (const stop of timers) stop();
      timers.clear();
      await Promise.all(running);
      await queue.close();
    },
  };
}

function isUnreadBy({ userId, joinedSeq, readSeq }: MembershipDoc, { seq, hiddenFrom = [] }: MessageDoc): boolean {
  return seq > readSeq && seq > joinedSeq && !hiddenFrom.some((each) => each.equals(userId));
}

/** As the rule wants it. */
function noticed({ senderId, mentions = [], deletedAt, replyTo }: MessageDoc, answeredBy: ReadonlyMap<Id, Id>) {
  return {
    senderId: senderId.toString(),
    mentions: mentions.map(String),
    deletedAt: deletedAt?.toISOString() ?? null,
    answersId: (replyTo && answeredBy.get(replyTo.id.toString())) ?? null,
  };
}
