import type { Id } from '~/contract/primitives';
import { ADMINS } from '~/server/models/admins';
import type { Models } from '~/server/models/models';
import type { WebhookDoc } from '~/server/models/webhook';

type Acting = Pick<WebhookDoc, 'conversationId' | 'createdBy'>;

/**
 * A webhook acts by the right of whoever made it, which is looked up whenever it does: an owner or admin of its
 * conversation, whose account is not disabled. Who loses that stills it, and who gets it back wakes it.
 */
export function createWebhookRights({ memberships, admins }: Pick<Models, 'memberships' | 'admins'>) {
  /** Those of these people by whose right webhooks of the conversation act now. */
  async function makers({ conversationId }: Pick<Acting, 'conversationId'>, docs: readonly Acting[]): Promise<Set<Id>> {
    const userIds = docs.map(({ createdBy }) => createdBy);
    const [above, disabled] = await Promise.all([
      memberships
        .find({ conversationId, userId: { $in: userIds }, active: true, role: { $ne: 'member' } }, { userId: 1 })
        .lean(),
      admins.findOne({ _id: ADMINS, barred: { $in: userIds } }, { barred: 1 }).lean(),
    ]);
    const barred = new Set(disabled?.barred.map(String));
    return new Set(above.map(({ userId }) => userId.toString()).filter((userId) => !barred.has(userId)));
  }

  return {
    makers,
    async mayAct(doc: Acting): Promise<boolean> {
      return (await makers(doc, [doc])).has(doc.createdBy.toString());
    },
  };
}

export type WebhookRights = ReturnType<typeof createWebhookRights>;
