import { createHash } from 'node:crypto';
import type { Id } from '~/contract/primitives';
import { type Posted, postedMessage } from '~/contract/webhook';
import { AppError } from '~/server/app-error';
import type { Limits } from '~/server/limits';
import type { Models } from '~/server/models/models';
import type { WebhookDoc } from '~/server/models/webhook';
import type { Timeline } from '~/server/timeline/timeline';
import type { WebhookSecrets } from '~/server/webhooks/secrets';
import { type Signed, verify } from '~/server/webhooks/signature';
import { mentionsIn } from './mentions';
import type { WebhookRights } from './webhook-rights';

export interface WebhookPostsOptions {
  readonly models: Models;
  readonly now: () => Date;
  readonly timeline: Pick<Timeline, 'append'>;
  readonly limits: Pick<Limits, 'spend'>;
  readonly secrets: WebhookSecrets;
  readonly rights: Pick<WebhookRights, 'mayAct'>;
}

/** What programs post to incoming webhooks. */
export function createWebhookPosts({ models, now, timeline, limits, secrets, rights }: WebhookPostsOptions) {
  /** Who does not know the secret does not learn whether there is such a webhook. */
  async function authenticate(webhookId: Id, signed: Signed): Promise<WebhookDoc & { userId: object }> {
    const doc = await models.webhooks.findOne({ _id: webhookId, direction: 'incoming' }).lean<WebhookDoc>();
    const secret = doc && secrets.secretOf({ id: webhookId, salt: doc.salt });
    const verdict = secret ? verify(secret, signed, now()) : 'wrong';
    if (verdict === 'late') throw new AppError('UNAUTHENTICATED', 'The timestamp is not of the last five minutes.');
    if (!doc?.userId || verdict === 'wrong') {
      throw new AppError('UNAUTHENTICATED', 'There is no such webhook, or the signature is not its own.');
    }
    return doc as WebhookDoc & { userId: object };
  }

  return {
    /**
     * Resolves when the message is durable and numbered. The same `clientId`, or the same signed request, resolves with
     * the first one: whoever listened cannot post it again. `FORBIDDEN` while its maker may not post by it.
     */
    async post(webhookId: Id, signed: Signed): Promise<Posted> {
      const doc = await authenticate(webhookId, signed);
      const { text, clientId } = messageIn(signed.body);
      if (!(await rights.mayAct(doc))) {
        throw new AppError('FORBIDDEN', 'Whoever made this webhook is no owner or admin of the conversation any more.');
      }
      await limits.spend('webhook', webhookId);
      const mentions = await mentionsIn(models, doc.conversationId.toString(), text);
      const { entry } = await timeline.append(doc.conversationId, {
        kind: 'message',
        senderId: doc.userId as never,
        clientId: clientId ?? createHash('sha256').update(signed.signature).digest('base64url'),
        text,
        ...(mentions.length > 0 && { mentions }),
      });
      await models.webhooks.updateOne({ _id: doc._id }, { $set: { usedAt: now() } });
      const { id, conversationId, seq, at } = entry;
      return { id, conversationId, seq, at };
    },
  };
}

function messageIn(body: Uint8Array) {
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    throw new AppError('INVALID_INPUT', 'The body is not JSON.');
  }
  const parsed = postedMessage.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('INVALID_INPUT', `${issue?.path.join('.') || 'body'}: ${issue?.message}`);
}
