import { createHash, randomBytes } from 'node:crypto';
import mongoose, { Types } from 'mongoose';
import { accessTokenModel } from '~/server/models/access-token';
import { type ConversationDoc, conversationModel } from '~/server/models/conversation';
import { type EntryDoc, entryModel } from '~/server/models/entry';
import { type MembershipDoc, membershipModel } from '~/server/models/membership';
import { messageTerms } from '~/server/models/search-terms';
import { userModel } from '~/server/models/user';
import { insertAll, type Plan, type PlannedConversation, type Scene, textOf } from '../scene';

/** Writes a plan into an empty database of Confab's. Indexes come last: ten times as quick. */
export async function furnishConfab(url: string, plan: Plan): Promise<Scene> {
  const connection = await mongoose.createConnection(url, { autoIndex: false }).asPromise();
  const users = userModel(connection);
  const accessTokens = accessTokenModel(connection);
  const conversations = conversationModel(connection);
  const memberships = membershipModel(connection);
  const entries = entryModel(connection);
  const insert = ({ collection }: { collection: unknown }, documents: Iterable<object>) =>
    insertAll(documents, (some) => (collection as mongoose.mongo.Collection).insertMany(some, { ordered: false }));
  try {
    const people = Array.from({ length: plan.people }, aPerson);
    const userIds = people.map(({ user }) => user._id);
    const rooms = plan.conversations.map((planned) => ({ _id: new Types.ObjectId(), planned, ids: idsFor(planned) }));
    await insert(
      users,
      people.map(({ user }) => user),
    );
    await insert(
      accessTokens,
      people.map(({ accessToken }) => accessToken),
    );
    await insert(memberships, membershipsOf(rooms, userIds));
    await insert(
      conversations,
      rooms.map((room) => aConversation(room, userIds)),
    );
    await insert(entries, entriesOf(rooms, userIds));
    for (const model of [users, accessTokens, conversations, memberships, entries]) await model.createIndexes();
    return {
      people: people.map(({ user, token }) => ({ id: user._id.toString(), token })),
      conversationIds: rooms.map(({ _id }) => _id.toString()),
    };
  } finally {
    await connection.close();
  }
}

function idsFor({ messages = 0 }: PlannedConversation): Types.ObjectId[] {
  return Array.from({ length: messages }, () => new Types.ObjectId());
}

function aPerson(_: unknown, index: number) {
  const _id = new Types.ObjectId();
  const tokenId = new Types.ObjectId();
  const secret = randomBytes(32).toString('base64url');
  const username = `person-${_id}`;
  const createdAt = new Date();
  return {
    token: `confab_${tokenId}_${secret}`,
    user: {
      _id,
      username,
      usernameKey: username,
      email: `${username}@example.org`,
      name: `Person ${index}`,
      avatarId: null,
      passwordHash: '-',
      terms: ['person', _id.toString()],
      membershipRev: 0,
      profileRev: 0,
      lastSeenAt: null,
      createdAt,
    },
    accessToken: {
      _id: tokenId,
      userId: _id,
      label: 'bench',
      hash: createHash('sha256').update(secret).digest('hex'),
      createdAt,
      lastUsedAt: createdAt,
    },
  };
}

interface Room {
  readonly _id: Types.ObjectId;
  readonly planned: PlannedConversation;
  /** Of its messages. */
  readonly ids: readonly Types.ObjectId[];
}

type Ids = readonly Types.ObjectId[];

function* membershipsOf(rooms: readonly Room[], userIds: Ids) {
  for (const { _id, planned } of rooms) {
    for (const member of planned.members) yield aMembership(_id, userIds[member]!, planned);
  }
}

function* entriesOf(rooms: readonly Room[], userIds: Ids) {
  for (const { _id: conversationId, planned, ids } of rooms) {
    const senderId = userIds[planned.members[0]!]!;
    for (const [index, _id] of ids.entries()) {
      const entry = anEntry({ _id, conversationId, senderId, seq: index + 1 });
      yield planned.searchable === false ? entry : { ...entry, terms: messageTerms(entry.text) };
    }
  }
}

function aMembership(
  conversationId: Types.ObjectId,
  userId: Types.ObjectId,
  { messages = 0, unread = 0 }: PlannedConversation,
): MembershipDoc {
  const readSeq = messages - unread;
  return {
    _id: new Types.ObjectId(),
    conversationId,
    userId,
    active: true,
    role: 'member',
    joinedSeq: 0,
    rev: 0,
    readSeq,
    deliveredSeq: readSeq,
    readRaises: [],
    deliveredRaises: [],
    blocked: false,
    mutedUntil: null,
    pinned: false,
    archived: false,
    markedUnread: false,
  };
}

function aConversation({ _id, planned, ids }: Room, userIds: Ids): ConversationDoc {
  const createdBy = userIds[planned.members[0]!]!;
  const lastId = ids.at(-1);
  const at = new Date();
  const preview = { seq: ids.length, senderId: createdBy, text: textOf(ids.length), deleted: false, attached: null };
  return {
    _id,
    kind: 'room',
    key: `room:bench-${_id}`,
    slug: `bench-${_id}`,
    name: 'Room',
    avatarId: null,
    pair: [],
    createdBy,
    createdWith: null,
    terms: ['room'],
    memberCount: planned.members.length,
    memberCountSeq: 1,
    nameSeq: 0,
    pins: [],
    pinsSeq: 0,
    headSeq: ids.length,
    lastMessage: lastId ? { ...preview, _id: lastId, at, rev: ids.length } : null,
    lastActivityAt: at,
    clearedSeq: 0,
  };
}

function anEntry(at: Pick<EntryDoc, '_id' | 'conversationId' | 'senderId' | 'seq'>) {
  return {
    ...at,
    clientId: `bench-${at.seq}`,
    at: new Date(),
    applied: true,
    rev: at.seq,
    kind: 'message',
    text: textOf(at.seq),
  } satisfies EntryDoc;
}
