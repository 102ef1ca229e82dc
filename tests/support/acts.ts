import type { Entry } from '~/contract/entry';
import type { Id } from '~/contract/primitives';
import { type Api, aClientId, type Person } from './people';

export interface Target {
  readonly conversationId: Id;
  readonly messageId: Id;
}

/** Something to do to a message, under the name that its retries have. */
export interface Deed extends Target {
  readonly clientId: string;
}

type Act = (api: Api, deed: Deed) => Promise<Entry>;

/** Everything one can do to a message. A forwarded one goes to its own conversation. */
export const ACTS = {
  reply: ({ message }, { messageId, ...deed }) =>
    message.send.mutate({ ...deed, text: 'an answer', replyToId: messageId }),
  edit: ({ message }, deed) => message.edit.mutate({ ...deed, text: 'better' }),
  delete: ({ message }, deed) => message.delete.mutate({ ...deed, scope: 'everyone' }),
  hide: ({ message }, deed) => message.delete.mutate({ ...deed, scope: 'me' }),
  react: ({ message }, deed) => message.react.mutate({ ...deed, emoji: '👍', on: true }),
  unreact: ({ message }, deed) => message.react.mutate({ ...deed, emoji: '👍', on: false }),
  pin: ({ message }, deed) => message.pin.mutate({ ...deed, on: true }),
  unpin: ({ message }, deed) => message.pin.mutate({ ...deed, on: false }),
  forward: async ({ message }, deed) => {
    const [entry] = await message.forward.mutate({ ...deed, toConversationIds: [deed.conversationId] });
    return entry!;
  },
} satisfies Record<string, Act>;

export type ActName = keyof typeof ACTS;
export const ACT_NAMES = Object.keys(ACTS) as readonly ActName[];

/** Does it for the first time. */
export const act = (name: ActName, { api }: Person, { conversationId, messageId }: Target): Promise<Entry> =>
  ACTS[name](api, { conversationId, messageId, clientId: aClientId() });
