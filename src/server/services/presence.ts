import { ONLINE_LISTED_MAX } from '~/contract/limits';
import type { Presence, PresenceInConversation, WatchPresenceInput } from '~/contract/presence';
import type { Id } from '~/contract/primitives';
import { AppError } from '~/server/app-error';
import type { Models } from '~/server/models/models';
import type { Bus } from '~/server/realtime/bus';
import type { Connection } from '~/server/realtime/connection';
import { hiddenPresence } from '~/server/realtime/presence';
import type { PresenceLeases } from '~/server/realtime/presence-leases';
import type { Actor } from './actor';
import type { createBlocks } from './blocks';
import type { createConversations } from './conversations';

/** Milliseconds for which a conversation's members are remembered: a room of thousands asks again and again. */
const MEMBERS_MS = 5_000;

/** Milliseconds for which is remembered who of them is online. */
const ONLINE_MS = 1_000;

export interface PresenceOptions {
  readonly leases: Pick<PresenceLeases, 'look' | 'online' | 'count'>;
  readonly models: Pick<Models, 'memberships'>;
  readonly conversations: Pick<ReturnType<typeof createConversations>, 'authorise'>;
  readonly blocks: Pick<ReturnType<typeof createBlocks>, 'between'>;
  readonly bus: Pick<Bus, 'publish'>;
}

export function createPresence({ leases, models, conversations, blocks, bus }: PresenceOptions) {
  const membersOf = remember(MEMBERS_MS, async (conversationId: Id): Promise<readonly Id[]> => {
    const memberships = await models.memberships.find({ conversationId, active: true }, { userId: 1 }).lean();
    return memberships.map(({ userId }) => userId.toString());
  });
  const onlineIn = remember(ONLINE_MS, async (conversationId: Id): Promise<readonly Id[]> => {
    return [...(await leases.online(await membersOf(conversationId)))];
  });

  async function get({ userId }: Actor, userIds: readonly Id[]): Promise<Presence[]> {
    const asked = [...new Set(userIds)];
    const [presences, blocked] = await Promise.all([leases.look(asked), blocks.between(userId)]);
    return presences.map((presence) => (blocked.has(presence.userId) ? hiddenPresence(presence.userId) : presence));
  }

  return {
    get,

    /**
     * The socket's feeds are live for these people before they are read: what changes after the answer is told. A feed
     * that is named is reached wherever it is served, at most once, if it is the caller's own; it tells how they are.
     */
    async watch(
      actor: Actor,
      socket: Pick<Connection, 'watch'> | null,
      input: WatchPresenceInput,
    ): Promise<Presence[]> {
      const { userIds, connection } = input;
      if (connection) bus.publish(`user:${actor.userId}`, { type: 'watch', connection, userIds });
      else if (socket) await socket.watch(new Set(userIds));
      else throw new AppError('INVALID_INPUT', 'Over HTTP, say by `connection` which feed is to tell.');
      return get(actor, userIds);
    },

    async inConversation(actor: Actor, conversationId: Id): Promise<PresenceInConversation> {
      await conversations.authorise(actor, conversationId);
      const [online, blocked] = await Promise.all([onlineIn(conversationId), blocks.between(actor.userId)]);
      const shown = online.filter((userId) => !blocked.has(userId));
      return { count: shown.length, users: shown.slice(0, ONLINE_LISTED_MAX) };
    },

    /** People online, all in all. */
    count: (): Promise<number> => leases.count(),
  };
}

/** Reads a key once in a while for everybody; a read that fails is not remembered. */
function remember<V>(milliseconds: number, read: (key: string) => Promise<V>) {
  const remembered = new Map<string, Promise<V>>();
  return (key: string): Promise<V> => {
    const standing = remembered.get(key);
    if (standing) return standing;
    const reading = read(key);
    remembered.set(key, reading);
    const forget = () => void remembered.delete(key);
    reading.then(() => setTimeout(forget, milliseconds).unref(), forget);
    return reading;
  };
}
