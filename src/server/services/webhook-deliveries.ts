import { randomUUID } from 'node:crypto';
import type { Types } from 'mongoose';
import { WEBHOOK_ATTEMPTS_MAX } from '~/contract/limits';
import type { WebhookMessage } from '~/contract/webhook';
import type { Log } from '~/server/log';
import type { ConversationDoc } from '~/server/models/conversation';
import type { EntryRecord } from '~/server/models/entry';
import type { Models } from '~/server/models/models';
import type { WebhookDoc } from '~/server/models/webhook';
import type { Timeline } from '~/server/timeline/timeline';
import { backoffMs } from '~/server/webhooks/backoff';
import type { Fault, Post } from '~/server/webhooks/post';
import type { WebhookSecrets } from '~/server/webhooks/secrets';
import { SIGNATURE_HEADER, sign, TIMESTAMP_HEADER } from '~/server/webhooks/signature';
import type { WebhookRights } from './webhook-rights';

/** Entries read at once. */
const BATCH = 50;

/** Milliseconds between looks for messages that this process was not told of, and for attempts that are due. */
const LOOK_MS = 5_000;

/** Milliseconds without a sign of life after which whoever posts counts as gone: more than one attempt can take. */
const LEASE_MS = 30_000;

export interface WebhookDeliveriesOptions {
  readonly models: Models;
  readonly now: () => Date;
  readonly log: Pick<Log, 'warn'>;
  readonly timeline: Pick<Timeline, 'head' | 'range' | 'settleMoves'>;
  readonly secrets: WebhookSecrets;
  readonly rights: Pick<WebhookRights, 'mayAct'>;
  readonly post: Post;
  readonly leaseMs?: number;
}

/**
 * Posts what people write to outgoing webhooks: in order, at least once, in one process at a time. The conversation itself
 * is the queue (decision 041): a webhook keeps the number up to which it has posted, which outlives every process.
 */
export function createWebhookDeliveries({
  models,
  now,
  log,
  timeline,
  secrets,
  rights,
  post,
  leaseMs = LEASE_MS,
}: WebhookDeliveriesOptions) {
  const serving = new Map<string, Promise<void>>();
  const waiting = new Map<string, Promise<void>>();
  /** Of conversations that have any, as of the last look. */
  let known: ReadonlyMap<string, readonly Types.ObjectId[]> = new Map();
  const leases = new Map<string, { by: string; beat: number; since: number }>();
  let stopped = false;

  /** Takes the right to post, from nobody or from whoever gives no sign of life: by this process's own clock. */
  async function take(doc: WebhookDoc): Promise<string | null> {
    const key = doc._id.toString();
    const { lease } = doc;
    if (lease) {
      const seen = leases.get(key);
      if (seen?.by !== lease.by || seen.beat !== lease.beat) {
        leases.set(key, { ...lease, since: performance.now() });
        return null;
      }
      if (performance.now() - seen.since < leaseMs) return null;
    }
    const by = randomUUID();
    const free = lease ? { 'lease.by': lease.by, 'lease.beat': lease.beat } : { lease: { $exists: false } };
    const { matchedCount } = await models.webhooks.updateOne(
      { _id: doc._id, ...free },
      { $set: { lease: { by, beat: 0 } } },
    );
    return matchedCount > 0 ? by : null;
  }

  /** Writes while the right to post is held, and says by that that it still is; false once it is not. */
  async function note(doc: WebhookDoc, by: string, $set: Partial<WebhookDoc> = {}, given = 0): Promise<boolean> {
    const { matchedCount } = await models.webhooks.updateOne(
      { _id: doc._id, 'lease.by': by },
      { ...(Object.keys($set).length > 0 && { $set }), $inc: { 'lease.beat': 1, givenUp: given } },
    );
    return matchedCount > 0;
  }

  /** Whether there may be more to do at once. */
  async function deliver(doc: WebhookDoc, by: string): Promise<boolean> {
    const { conversationId } = doc;
    const head = await timeline.head(conversationId);
    if (head <= doc.seq) return false;
    const to = Math.min(head, doc.seq + BATCH);
    const records = await timeline.range(conversationId, doc.seq + 1, to);
    // Membership is looked at after the reading, when every departure up to what was read is applied.
    await timeline.settleMoves(conversationId, to);
    const conversation = await models.conversations.findById(conversationId).lean<ConversationDoc>();
    if (!conversation) return false;
    const people = await sendersOf(records);
    for (const { entry, audience } of records) {
      const sender = people.get(entry.senderId);
      if (entry.kind !== 'message' || entry.deletedAt || audience || !sender) continue;
      // What is written while nobody may have it posted is not posted later either.
      if (!(await rights.mayAct(doc))) return note(doc, by, { seq: head, attempts: 0, dueAt: null });
      if (stopped || !(await note(doc, by))) return false;
      const fault = await send(doc, messageOf(entry, conversation, sender));
      if (fault === null) {
        const done = { seq: entry.seq, attempts: 0, dueAt: null, usedAt: now(), failure: null };
        if (!(await note(doc, by, done))) return false;
      } else if (!(await fail(doc, by, { seq: entry.seq, ...fault }))) return false;
      doc.attempts = 0;
    }
    return (await note(doc, by, { seq: to })) && to < head;
  }

  /** Whether the message is given up, so that the next one has its turn. */
  async function fail(doc: WebhookDoc, by: string, { seq, ...fault }: Fault & { seq: number }): Promise<boolean> {
    const attempts = doc.attempts + 1;
    const failure = { ...fault, attempts, at: now() };
    if (attempts >= WEBHOOK_ATTEMPTS_MAX) return note(doc, by, { seq, attempts: 0, dueAt: null, failure }, 1);
    const dueAt = new Date(now().getTime() + backoffMs(attempts));
    await note(doc, by, { seq: seq - 1, attempts, dueAt, failure });
    return false;
  }

  async function send(doc: WebhookDoc, message: WebhookMessage): Promise<Fault | null> {
    const id = doc._id.toString();
    const body = JSON.stringify(message);
    const timestamp = Math.floor(now().getTime() / 1000);
    return post(doc.url ?? '', {
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Confab-Webhook',
        'x-confab-webhook': id,
        [TIMESTAMP_HEADER]: `${timestamp}`,
        [SIGNATURE_HEADER]: sign(secrets.secretOf({ id, salt: doc.salt }), timestamp, body),
      },
    });
  }

  /** Of people alone: two webhooks that told each other would never end. */
  async function sendersOf(records: readonly EntryRecord[]) {
    const senderIds = [...new Set(records.map(({ entry }) => entry.senderId))];
    const found = await models.users
      .find({ _id: { $in: senderIds }, kind: { $exists: false } }, { username: 1, name: 1 })
      .lean();
    return new Map(found.map(({ _id, username, name }) => [_id.toString(), { id: _id.toString(), username, name }]));
  }

  async function serve(_id: Types.ObjectId): Promise<void> {
    const doc = await models.webhooks.findById(_id).lean<WebhookDoc>();
    if (!doc || isWaiting(doc)) return;
    const by = await take(doc);
    if (!by) return;
    try {
      for (let more = true; more && !stopped; ) {
        const current = await models.webhooks.findOne({ _id, 'lease.by': by }).lean<WebhookDoc>();
        more = current !== null && !isWaiting(current) && (await deliver(current, by));
      }
    } finally {
      await models.webhooks.updateOne({ _id, 'lease.by': by }, { $unset: { lease: 1 } }).catch(() => {});
    }
  }

  function isWaiting({ dueAt }: Pick<WebhookDoc, 'dueAt'>): boolean {
    return dueAt !== null && dueAt > now();
  }

  /** One run at a time for a webhook in this process; all who ask meanwhile get another one after it. */
  function begin(_id: Types.ObjectId): Promise<void> {
    const key = _id.toString();
    const next = waiting.get(key);
    if (next) return next;
    const run = (serving.get(key) ?? Promise.resolve())
      .then(() => {
        waiting.delete(key);
        return stopped ? undefined : serve(_id);
      })
      .catch((error) => log.warn({ error: String(error) }, 'a webhook could not be served; it is tried again'))
      .finally(() => {
        if (serving.get(key) === run) serving.delete(key);
      });
    waiting.set(key, run);
    serving.set(key, run);
    return run;
  }

  /** Serves every webhook that has something to do. Two queries, however many there are. */
  async function look(): Promise<void> {
    const docs = await models.webhooks
      .find({ direction: 'outgoing' }, { conversationId: 1, seq: 1, dueAt: 1 })
      .lean<Pick<WebhookDoc, '_id' | 'conversationId' | 'seq' | 'dueAt'>[]>();
    known = byConversation(docs);
    if (docs.length === 0) return;
    const conversations = await models.conversations
      .find({ _id: { $in: docs.map(({ conversationId }) => conversationId) } }, { headSeq: 1 })
      .lean();
    const heads = new Map(conversations.map(({ _id, headSeq }) => [_id.toString(), headSeq]));
    const due = docs.filter((doc) => !isWaiting(doc) && (heads.get(doc.conversationId.toString()) ?? 0) > doc.seq);
    await Promise.all(due.map(({ _id }) => begin(_id)));
  }

  const looking = setInterval(() => {
    look().catch((error) => log.warn({ error: String(error) }, 'webhooks could not be looked at; they are again'));
  }, LOOK_MS).unref();

  return {
    look,

    /** Something was written there by this process. */
    heard(conversationId: string): void {
      for (const _id of known.get(conversationId) ?? []) void begin(_id);
    },

    /** Lets the attempts under way end. */
    async stop(): Promise<void> {
      stopped = true;
      clearInterval(looking);
      await Promise.all(serving.values());
    },
  };
}

function byConversation(docs: readonly Pick<WebhookDoc, '_id' | 'conversationId'>[]) {
  const found = new Map<string, Types.ObjectId[]>();
  for (const { _id, conversationId } of docs) {
    const key = conversationId.toString();
    found.set(key, [...(found.get(key) ?? []), _id]);
  }
  return found;
}

type Message = EntryRecord['entry'] & { kind: 'message' };

function messageOf(
  { id, seq, at, text, attachments, replyTo }: Message,
  { _id, kind, name, slug }: ConversationDoc,
  sender: WebhookMessage['sender'],
): WebhookMessage {
  return {
    type: 'message',
    id,
    conversation: { id: _id.toString(), kind: kind === 'room' ? 'room' : 'group', name: name ?? '', slug },
    seq,
    at,
    sender,
    text,
    attachments: attachments.map(({ filename, mimeType, size }) => ({ filename, mimeType, size })),
    replyTo,
  };
}
