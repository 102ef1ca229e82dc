import { randomBytes } from 'node:crypto';
import { Types } from 'mongoose';
import { WEBHOOKS_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import type { CreateWebhookInput, NewWebhook, OneWebhookInput, Webhook } from '~/contract/webhook';
import { AppError } from '~/server/app-error';
import type { Limits } from '~/server/limits';
import type { Models } from '~/server/models/models';
import { toWebhook, type WebhookDoc } from '~/server/models/webhook';
import type { Timeline } from '~/server/timeline/timeline';
import type { WebhookSecrets } from '~/server/webhooks/secrets';
import { type Actor, objectId } from './actor';
import type { createConversations } from './conversations';
import type { WebhookRights } from './webhook-rights';

export interface WebhooksOptions {
  readonly models: Models;
  readonly now: () => Date;
  readonly timeline: Pick<Timeline, 'head'>;
  readonly conversations: Pick<ReturnType<typeof createConversations>, 'gathering'>;
  readonly limits: Pick<Limits, 'spend'>;
  readonly secrets: WebhookSecrets;
  readonly rights: Pick<WebhookRights, 'makers'>;
}

/** Webhooks of groups and rooms, for their owners and admins. */
export function createWebhooks({ models, now, timeline, conversations, limits, secrets, rights }: WebhooksOptions) {
  async function administer(actor: Actor, conversationId: Id): Promise<void> {
    const refusal = 'A direct conversation has no webhooks.';
    const { membership } = await conversations.gathering(actor, conversationId, refusal);
    if (membership.role === 'member') throw new AppError('FORBIDDEN', 'Admins and owners look after webhooks.');
  }

  function withSecret(doc: WebhookDoc): NewWebhook {
    return { webhook: toWebhook(doc, true), secret: secrets.secretOf({ id: doc._id.toString(), salt: doc.salt }) };
  }

  /** As whom it writes: known like a person by those who read, but nobody who signs in, is found or written to. */
  async function createWriter(webhookId: Types.ObjectId, name: string): Promise<Types.ObjectId> {
    const username = `hook-${webhookId}`;
    const { _id } = await models.users.create({
      username,
      usernameKey: username,
      email: `${username}@webhooks.invalid`,
      name,
      passwordHash: null,
      terms: [],
      kind: 'integration',
      createdAt: now(),
    });
    return _id;
  }

  return {
    /** `TOO_LARGE` past the limit. An outgoing one begins with what is written from now on. */
    async create(actor: Actor, { conversationId, direction, name, url }: CreateWebhookInput): Promise<NewWebhook> {
      await administer(actor, conversationId);
      await limits.spend('edit', actor.userId);
      if ((await models.webhooks.countDocuments({ conversationId })) >= WEBHOOKS_MAX) {
        throw new AppError('TOO_LARGE', `A conversation has at most ${WEBHOOKS_MAX} webhooks. Remove one first.`);
      }
      const _id = new Types.ObjectId();
      const doc = await models.webhooks.create({
        _id,
        conversationId: objectId(conversationId),
        direction,
        name,
        createdBy: objectId(actor.userId),
        createdAt: now(),
        salt: aSalt(),
        ...(direction === 'incoming'
          ? { userId: await createWriter(_id, name) }
          : { url: url ?? null, seq: await timeline.head(objectId(conversationId)) }),
      });
      return withSecret(doc.toObject());
    },

    /** In the order they were made. */
    async list(actor: Actor, conversationId: Id): Promise<Webhook[]> {
      await administer(actor, conversationId);
      const docs = await models.webhooks.find({ conversationId }).sort({ _id: 1 }).lean<WebhookDoc[]>();
      const makers = await rights.makers({ conversationId: objectId(conversationId) }, docs);
      return docs.map((doc) => toWebhook(doc, makers.has(doc.createdBy.toString())));
    },

    /** What it wrote stays, under its name. */
    async remove(actor: Actor, { conversationId, webhookId }: OneWebhookInput): Promise<void> {
      await administer(actor, conversationId);
      const { deletedCount } = await models.webhooks.deleteOne({ _id: webhookId, conversationId });
      if (deletedCount === 0) throw unknown();
    },

    /** Another secret; the one before is worth nothing from now on. From now on the webhook acts by the caller's right. */
    async rotateSecret(actor: Actor, { conversationId, webhookId }: OneWebhookInput): Promise<NewWebhook> {
      await administer(actor, conversationId);
      await limits.spend('edit', actor.userId);
      const doc = await models.webhooks
        .findOneAndUpdate(
          { _id: webhookId, conversationId },
          { $set: { salt: aSalt(), createdBy: objectId(actor.userId) } },
          { returnDocument: 'after' },
        )
        .lean<WebhookDoc>();
      if (!doc) throw unknown();
      return withSecret(doc);
    },
  };
}

const aSalt = () => randomBytes(16).toString('base64url');

function unknown(): AppError {
  return new AppError('NOT_FOUND', 'There is no such webhook.');
}
