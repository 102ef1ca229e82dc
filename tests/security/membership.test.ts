import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppCode } from '~/contract/errors';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, aRoom, send } from '../support/conversations';
import { storedCounts } from '../support/database';
import { type Api, aClientId, aPerson, apiOf, type Person } from '../support/people';
import { PROCEDURES } from '../support/procedures';
import { refusal } from '../support/refusals';

let server: TestServer;
let operator: Person;
let [owner, admin, member, removed, other, stranger]: Person[] = [];
/** For refusals, which change nothing. */
let direct: Place;
let group: Place;
let rooms: { readonly toNewcomers: Place; readonly toWhoLeft: Place };
beforeAll(async () => {
  server = await startConfab();
  // Whoever registers first may do more than those who are meant here.
  operator = await aPerson(server.url, 'Operator');
  [owner, admin, member, removed, other, stranger] = await Promise.all(
    ['Owner', 'Admin', 'Member', 'Removed', 'Other', 'Stranger'].map((name) => aPerson(server.url, name)),
  );
  direct = await placeIn((await aDirect(owner!, other!)).id, other!);
  group = await aGroupOfAll();
  const [unseen, left] = [await aRoom(owner!), await aRoom(owner!)];
  await stranger!.api.room.join.mutate({ slug: left.slug! });
  await stranger!.api.room.leave.mutate({ slug: left.slug! });
  rooms = { toNewcomers: await placeIn(unseen.id, owner!), toWhoLeft: await placeIn(left.id, owner!) };
});
afterAll(() => server[Symbol.asyncDispose]());

/** The id of nothing. */
const NOTHING = 'f'.repeat(24);

/** Where a call acts: a conversation, a message in it, and the member who wrote it. */
interface Place {
  readonly conversationId: string;
  readonly messageId: string;
  readonly userId: string;
  /** Of a group. */
  readonly webhookId: string;
}

type Outcome = 'passes' | AppCode;

interface Case {
  readonly call: (api: Api, place: Place) => Promise<unknown>;
  /** In a group, for a member who did not write the message and is not the person acted on. */
  readonly member: Outcome;
  readonly admin: Outcome;
  readonly owner: Outcome;
  /** In a direct conversation with somebody who has blocked the caller. */
  readonly blocked: Outcome;
}

const everybody = { member: 'passes', admin: 'passes', owner: 'passes' } as const;
const admins = { ...everybody, member: 'FORBIDDEN' } as const;
const reading = { ...everybody, blocked: 'passes' } as const;
const writing = { ...everybody, blocked: 'BLOCKED' } as const;

/** One call of every procedure that names a conversation, and who may make it. */
const CASES: Record<string, Case> = {
  'conversation.get': {
    ...reading,
    call: (api, { conversationId }) => api.conversation.get.query({ conversationId }),
  },
  'conversation.addMembers': {
    ...everybody,
    blocked: 'CONFLICT',
    call: (api, { conversationId }) =>
      api.conversation.addMembers.mutate({ conversationId, userIds: [removed!.me.id] }),
  },
  'conversation.update': {
    ...admins,
    blocked: 'CONFLICT',
    call: (api, { conversationId }) => api.conversation.update.mutate({ conversationId, name: 'Renamed' }),
  },
  'conversation.removeMember': {
    ...admins,
    blocked: 'CONFLICT',
    call: (api, { conversationId, userId }) => api.conversation.removeMember.mutate({ conversationId, userId }),
  },
  'conversation.setRole': {
    ...admins,
    admin: 'FORBIDDEN',
    blocked: 'CONFLICT',
    call: (api, { conversationId, userId }) =>
      api.conversation.setRole.mutate({ conversationId, userId, role: 'admin' }),
  },
  'conversation.setRetention': {
    ...admins,
    admin: 'FORBIDDEN',
    blocked: 'CONFLICT',
    call: (api, { conversationId }) => api.conversation.setRetention.mutate({ conversationId, days: 30 }),
  },
  'report.create': {
    ...reading,
    call: (api, { conversationId, messageId }) =>
      api.report.create.mutate({ conversationId, messageId, reportReason: 'spam' }),
  },
  'conversation.leave': {
    ...everybody,
    blocked: 'CONFLICT',
    call: (api, { conversationId }) => api.conversation.leave.mutate({ conversationId }),
  },
  'conversation.setPreferences': {
    ...reading,
    call: (api, { conversationId }) => api.conversation.setPreferences.mutate({ conversationId, pinned: true }),
  },
  'message.send': {
    ...writing,
    call: (api, { conversationId }) =>
      api.message.send.mutate({ conversationId, clientId: aClientId(), text: 'let me in' }),
  },
  'message.edit': {
    member: 'FORBIDDEN',
    admin: 'FORBIDDEN',
    owner: 'FORBIDDEN',
    blocked: 'BLOCKED',
    call: (api, { conversationId, messageId }) =>
      api.message.edit.mutate({ conversationId, messageId, text: 'mine now', clientId: aClientId() }),
  },
  'message.delete': {
    ...admins,
    blocked: 'FORBIDDEN',
    call: (api, { conversationId, messageId }) =>
      api.message.delete.mutate({ conversationId, messageId, scope: 'everyone', clientId: aClientId() }),
  },
  'message.react': {
    ...writing,
    call: (api, { conversationId, messageId }) =>
      api.message.react.mutate({ conversationId, messageId, emoji: '👍', on: true, clientId: aClientId() }),
  },
  'message.pin': {
    ...writing,
    call: (api, { conversationId, messageId }) =>
      api.message.pin.mutate({ conversationId, messageId, on: true, clientId: aClientId() }),
  },
  'message.forward': {
    ...writing,
    call: (api, { conversationId, messageId }) =>
      api.message.forward.mutate({
        conversationId,
        messageId,
        toConversationIds: [conversationId],
        clientId: aClientId(),
      }),
  },
  'message.history': {
    ...reading,
    call: (api, { conversationId }) => api.message.history.query({ conversationId }),
  },
  'message.get': {
    ...reading,
    call: (api, { conversationId }) => api.message.get.query({ conversationId, seqs: [1] }),
  },
  'message.info': {
    ...reading,
    call: (api, { conversationId, messageId }) => api.message.info.query({ conversationId, messageId }),
  },
  'message.search': {
    ...reading,
    call: (api, { conversationId }) => api.message.search.query({ conversationId, query: 'hello' }),
  },
  'message.media': {
    ...reading,
    call: (api, { conversationId }) => api.message.media.query({ conversationId, kind: 'links' }),
  },
  'receipt.read': {
    ...reading,
    call: (api, { conversationId }) => api.receipt.read.mutate({ conversationId, seq: 2 }),
  },
  'receipt.delivered': {
    ...reading,
    call: (api, { conversationId }) => api.receipt.delivered.mutate({ conversationId, seq: 2 }),
  },
  'receipt.list': {
    ...reading,
    call: (api, { conversationId }) => api.receipt.list.query({ conversationId }),
  },
  'typing.set': {
    ...writing,
    call: (api, { conversationId }) => api.typing.set.mutate({ conversationId, typing: true }),
  },
  'presence.inConversation': {
    ...reading,
    call: (api, { conversationId }) => api.presence.inConversation.query({ conversationId }),
  },
  'sync.since': {
    ...reading,
    call: (api, { conversationId }) => api.sync.since.query({ conversationId, seq: 0 }),
  },
  'sync.check': {
    ...reading,
    call: (api, { conversationId }) =>
      api.sync.check.mutate({ conversationId, from: 1, to: 1, checksum: '2:0123456789abcdef' }),
  },
  'webhook.create': {
    ...admins,
    blocked: 'CONFLICT',
    call: (api, { conversationId }) =>
      api.webhook.create.mutate({ conversationId, direction: 'incoming', name: 'Build server' }),
  },
  'webhook.list': {
    ...admins,
    blocked: 'CONFLICT',
    call: (api, { conversationId }) => api.webhook.list.query({ conversationId }),
  },
  'webhook.rotateSecret': {
    ...admins,
    blocked: 'CONFLICT',
    call: (api, { conversationId, webhookId }) => api.webhook.rotateSecret.mutate({ conversationId, webhookId }),
  },
  'webhook.remove': {
    ...admins,
    blocked: 'CONFLICT',
    call: (api, { conversationId, webhookId }) => api.webhook.remove.mutate({ conversationId, webhookId }),
  },
  'upload.create': {
    ...writing,
    call: (api, { conversationId }) =>
      api.upload.create.mutate({ conversationId, filename: 'notes.txt', size: 5, mimeType: 'text/plain' }),
  },
};
const PATHS = Object.keys(CASES);

/** Checked below: they refuse everybody else, whatever they are in a conversation. */
const isForAdmins = (path: string) => path.startsWith('admin.');

test('every procedure that names a conversation is checked here', () => {
  const naming = PROCEDURES.filter(({ path, fields }) => !isForAdmins(path) && fields && 'conversationId' in fields);
  expect(PATHS.toSorted()).toEqual(naming.map(({ path }) => path).toSorted());
});

async function placeIn(conversationId: string, author: Person): Promise<Place> {
  const { id } = await send(author, conversationId);
  return { conversationId, messageId: id, userId: author.me.id, webhookId: NOTHING };
}

/** A group of an owner, an admin and two members, which somebody was removed from. */
async function aGroupOfAll(): Promise<Place> {
  const { id } = await aGroup(owner!, [admin!, member!, other!, removed!]);
  const { conversation } = owner!.api;
  await conversation.setRole.mutate({ conversationId: id, userId: admin!.me.id, role: 'admin' });
  await conversation.removeMember.mutate({ conversationId: id, userId: removed!.me.id });
  const input = { conversationId: id, direction: 'incoming', name: 'Weather' } as const;
  const { webhook } = await owner!.api.webhook.create.mutate(input);
  return { ...(await placeIn(id, other!)), webhookId: webhook.id };
}

async function outcomeOf(call: Promise<unknown>): Promise<Outcome> {
  const passed = await call.then(
    () => true,
    () => false,
  );
  return passed ? 'passes' : (await refusal(call)).appCode;
}

describe.each(PATHS)('%s', (path) => {
  const { call, ...expected } = CASES[path]!;

  async function expectRefused(api: Api, place: Place, appCode: string): Promise<void> {
    const before = await storedCounts(server.container);
    expect(await refusal(call(api, place))).toMatchObject({ appCode });
    expect(await storedCounts(server.container)).toEqual(before);
  }

  test('does not tell a stranger whether a direct conversation or a group exists', async () => {
    const nothing = { conversationId: NOTHING, messageId: NOTHING, webhookId: NOTHING, userId: other!.me.id };
    const unknown = await refusal(call(stranger!.api, nothing));
    expect(unknown).toMatchObject({ appCode: 'NOT_FOUND', httpStatus: 404 });
    for (const place of [direct, group]) {
      await expectRefused(stranger!.api, place, 'NOT_FOUND');
      expect(await refusal(call(stranger!.api, place))).toEqual(unknown);
    }
  });

  test('does not tell who was removed more than a stranger', async () => {
    await expectRefused(removed!.api, group, 'NOT_FOUND');
  });

  test('tells who is not in a room to join it, before they joined and after they left', async () => {
    for (const place of Object.values(rooms)) await expectRefused(stranger!.api, place, 'FORBIDDEN');
  });

  test('is for those who are signed in', async () => {
    await expectRefused(apiOf(server.url), direct, 'UNAUTHENTICATED');
  });

  test('lets each role in a group do what it may', async () => {
    for (const [role, person] of Object.entries({ member: member!, admin: admin!, owner: owner! })) {
      const place = await aGroupOfAll();
      const outcome = await outcomeOf(call(person.api, place));
      expect({ role, outcome }).toEqual({ role, outcome: expected[role as 'member' | 'admin' | 'owner'] });
    }
  });

  test('lets the blocked do what they may', async () => {
    const [blocker, blocked] = await Promise.all([aPerson(server.url), aPerson(server.url)]);
    const { id } = await aDirect(blocker, blocked);
    const place = await placeIn(id, blocker);
    await blocker.api.user.block.mutate({ userId: blocked.me.id });
    expect(await outcomeOf(call(blocked.api, place))).toBe(expected.blocked);
  });
});

/** What names no conversation: for anybody, about the caller alone, about what everybody may see, or about a file. */
const OTHERS: Record<'public' | 'own' | 'shared' | 'files', readonly string[]> = {
  public: ['account.register', 'account.resetPassword', 'token.create'],
  own: [
    'account.export',
    'account.me',
    'account.update',
    'account.notifications',
    'account.setNotifications',
    'account.changePassword',
    'account.signOutEverywhere',
    'conversation.list',
    'feed.live',
    'push.key',
    'push.subscribe',
    'push.unsubscribe',
    'receipt.unread',
    'report.mine',
    'token.list',
    'token.revoke',
    'user.block',
    'user.unblock',
  ],
  shared: [
    'conversation.createGroup',
    'conversation.openDirect',
    'presence.count',
    'presence.get',
    'presence.watch',
    'room.create',
    'room.join',
    'room.leave',
    'room.list',
    'user.byIds',
    'user.get',
    'user.search',
  ],
  // For who may see the message it is in: see attaching.test.ts.
  files: ['upload.get'],
};

test('every procedure is either checked above or said to concern no conversation of others', () => {
  const listed = [...PATHS, ...Object.values(OTHERS).flat()];
  const others = PROCEDURES.filter(({ path }) => !isForAdmins(path));
  expect(listed.toSorted()).toEqual(others.map(({ path }) => path).toSorted());
});

test('what admins do is refused to everybody else, before the input is looked at', async () => {
  const outcomes = new Set<string>();
  for (const { path, type } of PROCEDURES.filter((procedure) => isForAdmins(procedure.path))) {
    for (const { token } of [owner!, stranger!]) {
      const answer = await fetch(`${server.url}/api/trpc/${path}`, {
        method: type === 'query' ? 'GET' : 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        ...(type === 'mutation' && { body: '{}' }),
      });
      const { error } = (await answer.json()) as { error?: { data: { appCode: string } } };
      outcomes.add(error?.data.appCode ?? `passes ${path}`);
    }
  }
  expect([...outcomes]).toEqual(['FORBIDDEN']);
  expect((await operator.api.admin.people.query({})).items.length).toBeGreaterThan(0);
});

test('everything but registering and signing in needs a person', async () => {
  const open: string[] = [];
  for (const { path, type } of PROCEDURES.filter((procedure) => procedure.type !== 'subscription')) {
    const answer = await fetch(`${server.url}/api/trpc/${path}`, {
      method: type === 'query' ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
      ...(type === 'mutation' && { body: '{}' }),
    });
    if (answer.status !== 401) open.push(path);
  }
  expect(open.toSorted()).toEqual(OTHERS.public.toSorted());
});
