import { randomBytes } from 'node:crypto';
import { readEnv } from '~/server/env';
import { startServer } from '~/server/server';
import { appRouter } from '~/server/trpc/root';
import { proceduresOnly, silentLog } from '../../tests/support/confab';
import type { Figure } from '../figure';
import { everybody } from '../peers/scene';
import type { Scenario } from '../scenario';
import type { Setting } from '../stage';

/** One membership read and one insert: the head is in memory, and everything else follows the answer. */
const SEND_MAX = 2;

/** What the database is asked for each procedure, before its answer and after it. */
export const roundTrips: Scenario = {
  name: 'roundtrips',
  title: 'Round trips to the database',
  async run(stage) {
    await using setting = await stage.set('confab', {
      plan: {
        people: 12,
        conversations: everybody(10).map((room) => ({ members: [0, 1, room + 2], messages: 100, unread: 10 })),
      },
      processes: 0,
      counting: true,
    });
    const counted = await count(setting);
    return Object.entries(counted).flatMap(([name, { before, after }]): Figure[] => [
      {
        what: `${name}, before the answer`,
        unit: '',
        values: { confab: [before] },
        ...(name === 'message.send' && { budget: { atMost: SEND_MAX } }),
      },
      ...(after > 0 ? [{ what: `${name}, after it`, unit: '' as const, values: { confab: [after] } }] : []),
    ]);
  },
};

interface Count {
  readonly before: number;
  readonly after: number;
}

/** In this process: only here it can be told what came before an answer. */
async function count({ env, scene }: Setting): Promise<Record<string, Count>> {
  const server = await startServer({
    env: readEnv({ NODE_ENV: 'production', ...env }),
    openSite: proceduresOnly,
    log: silentLog,
  });
  const { services, feed, models, timeline, journalOf } = server.container;
  const [writer, reader] = scene.people.map(({ id }) => id);
  const [first, second] = scene.conversationIds;
  const callerOf = (userId: string) =>
    appRouter.createCaller({
      actor: { userId, credential: { kind: 'token', id: userId } },
      address: '127.0.0.1',
      journal: journalOf('bench'),
      inReach: models.inReach,
      services,
      feed,
      connection: null,
    });
  const [own, other] = [callerOf(writer!), callerOf(reader!)];
  const clientId = () => randomBytes(12).toString('base64url');

  let commands = 0;
  models.connection.getClient().on('commandStarted', ({ command }: { command: { filter?: object } }) => {
    // The look that the timeline takes every few seconds at what is not applied.
    if (JSON.stringify(command.filter) !== '{"applied":false}') commands += 1;
  });

  try {
    const conversationId = first!;
    const sent = await own.message.send({ conversationId, clientId: clientId(), text: 'hello' });
    const aMessage = () => ({ conversationId, messageId: sent.id, clientId: clientId() });
    const calls: Record<string, () => Promise<unknown>> = {
      'message.send': () => own.message.send({ conversationId, clientId: clientId(), text: 'hello' }),
      'message.edit': () => own.message.edit({ ...aMessage(), text: 'hello again' }),
      'message.react': () => other.message.react({ ...aMessage(), emoji: '👍', on: true }),
      'message.delete, for me': () => other.message.delete({ ...aMessage(), scope: 'me' }),
      'message.delete, for everyone': () => own.message.delete({ ...aMessage(), scope: 'everyone' }),
      'message.history': () => other.message.history({ conversationId, limit: 50 }),
      'message.get': () => other.message.get({ conversationId, seqs: [1, 2, 3] }),
      'message.info': () => own.message.info({ conversationId, messageId: sent.id }),
      'message.search': () => other.message.search({ query: 'word7' }),
      'sync.since': () => other.sync.since({ conversationId, seq: 90 }),
      'conversation.list': () => other.conversation.list({}),
      'conversation.get': () => other.conversation.get({ conversationId }),
      'conversation.openDirect, the first time': () => own.conversation.openDirect({ userId: reader! }),
      'conversation.openDirect': () => own.conversation.openDirect({ userId: reader! }),
      'conversation.createGroup': () => own.conversation.createGroup({ name: 'Group', memberIds: [reader!] }),
      'conversation.setPreferences': () => own.conversation.setPreferences({ conversationId, pinned: true }),
      'receipt.read': () => other.receipt.read({ conversationId: second!, seq: 95 }),
      'receipt.delivered': () => other.receipt.delivered({ conversationId: second!, seq: 96 }),
      'receipt.list': () => other.receipt.list({ conversationId }),
      'receipt.unread': () => other.receipt.unread(),
      'room.list': () => other.room.list({}),
      'typing.set': () => own.typing.set({ conversationId, typing: true }),
      'presence.get': () => own.presence.get({ userIds: [reader!] }),
      'presence.inConversation': () => own.presence.inConversation({ conversationId }),
      'user.get': () => own.user.get({ userId: reader! }),
      'user.search': () => own.user.search({ query: 'person' }),
      'account.me': () => own.account.me(),
    };
    await timeline.drain();
    const counts: Record<string, Count> = {};
    for (const [name, call] of Object.entries(calls)) {
      commands = 0;
      await call();
      const before = commands;
      await timeline.drain();
      counts[name] = { before, after: commands - before };
    }
    return counts;
  } finally {
    await server.close();
  }
}
