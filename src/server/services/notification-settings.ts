import type { NotificationSettings } from '~/contract/notification';
import type { SetNotificationsInput } from '~/contract/notification-input';
import type { Id } from '~/contract/primitives';
import { AppError } from '~/server/app-error';
import type { Limits } from '~/server/limits';
import type { Models } from '~/server/models/models';
import { toNotificationSettings } from '~/server/models/user';
import type { Bus } from '~/server/realtime/bus';
import type { Actor } from './actor';

export interface NotificationSettingsOptions {
  readonly models: Models;
  readonly bus: Pick<Bus, 'publish'>;
  readonly limits: Pick<Limits, 'spend'>;
}

/** What people have set for all their conversations. That of one conversation is its membership's. */
export function createNotificationSettings({ models, bus, limits }: NotificationSettingsOptions) {
  async function of(userId: Id): Promise<NotificationSettings> {
    const user = await models.users.findById(userId, { notifications: 1 }).lean();
    if (!user) throw new AppError('UNAUTHENTICATED', 'This account does not exist any more.');
    return toNotificationSettings(user);
  }

  return {
    of,
    get: (actor: Actor): Promise<NotificationSettings> => of(actor.userId),

    /** What is left out stays as it is. All devices of the caller are told. */
    async set(actor: Actor, input: SetNotificationsInput): Promise<NotificationSettings> {
      await limits.spend('edit', actor.userId);
      const { quietUntil, ...rest } = input;
      const given = {
        ...rest,
        ...(quietUntil !== undefined && { quietUntil: quietUntil === null ? null : new Date(quietUntil) }),
      };
      const fields = Object.entries(given).map(([name, value]) => [`notifications.${name}`, value] as const);
      if (fields.length > 0) {
        await models.users.updateOne({ _id: actor.userId }, { $set: Object.fromEntries(fields) });
        bus.publish(`user:${actor.userId}`, { type: 'notifications' });
      }
      return of(actor.userId);
    },
  };
}
