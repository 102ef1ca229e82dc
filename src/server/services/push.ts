import { PUSH_DEVICES_MAX, type PushKey, type SubscribePushInput, type UnsubscribePushInput } from '~/contract/push';
import { AppError } from '~/server/app-error';
import type { Limits } from '~/server/limits';
import type { Models } from '~/server/models/models';
import { pushSubscriptionId } from '~/server/models/push-subscription';
import type { Courier } from '~/server/push/courier';
import { type Actor, objectId } from './actor';

export interface PushOptions {
  readonly models: Models;
  readonly now: () => Date;
  readonly limits: Pick<Limits, 'spend'>;
  readonly publicKey: string;
  readonly courier: Pick<Courier, 'mayReach'>;
  /** There is at least one subscription from now on. */
  readonly onSubscribed: () => void;
}

/** Which devices are told while Confab is closed. Each belongs to the session it was made in, and ends with it. */
export function createPush({ models, now, limits, publicKey, courier, onSubscribed }: PushOptions) {
  /** Beyond the bound, the oldest go. */
  async function trim(actor: Actor): Promise<void> {
    const kept = await models.pushSubscriptions
      .find({ userId: actor.userId }, { _id: 1 })
      .sort({ createdAt: -1, _id: 1 })
      .lean();
    const surplus = kept.slice(PUSH_DEVICES_MAX).map(({ _id }) => _id);
    if (surplus.length > 0) await models.pushSubscriptions.deleteMany({ _id: { $in: surplus } });
  }

  return {
    key: (): PushKey => ({ publicKey }),

    /**
     * From now on this device is told; it was somebody else's no longer. `FORBIDDEN` for an access token, which is no device,
     * `INVALID_INPUT` for an address that is no push service's.
     */
    async subscribe(actor: Actor, input: SubscribePushInput): Promise<void> {
      const { credential, userId } = actor;
      if (credential.kind !== 'session')
        throw new AppError('FORBIDDEN', 'Only a browser that is signed in can subscribe.');
      await limits.spend('edit', userId);
      if (!courier.mayReach(input.endpoint)) {
        const words = 'must be the address of a push service';
        throw new AppError('INVALID_INPUT', `endpoint: ${words}`, { fields: { endpoint: words } });
      }
      const _id = pushSubscriptionId(input.endpoint);
      const subscription = { ...input, userId: objectId(userId), sessionId: credential.id, publicKey };
      // What somebody else was told on this device is nobody's business any more.
      await models.pushSubscriptions.deleteOne({ _id, userId: { $ne: objectId(userId) } });
      await models.pushSubscriptions.updateOne(
        { _id },
        { $set: subscription, $setOnInsert: { createdAt: now() } },
        { upsert: true },
      );
      onSubscribed();
      await trim(actor);
    },

    /** The caller's own; of one that there is not, nothing. */
    async unsubscribe({ userId }: Actor, { endpoint }: UnsubscribePushInput): Promise<void> {
      await models.pushSubscriptions.deleteOne({ _id: pushSubscriptionId(endpoint), userId: objectId(userId) });
    },
  };
}
