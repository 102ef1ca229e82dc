import fc from 'fast-check';
import { Types } from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Entry } from '~/contract/entry';
import type { Id, Role } from '~/contract/primitives';
import { type AttachmentDoc, type EntryDoc, toRecord, viewOf } from '~/server/models/entry';
import { IN_ONE_BATCH, type Models } from '~/server/models/models';
import type { Draft } from '~/server/timeline/append';
import { appendAll, fromPage } from '~/sync/timeline';
import type { AppendOrders } from '../support/append-worker';
import { LINKS } from '../support/links';
import { runToEnd } from '../support/processes';
import { ANA, aConversation, aDatabase, aTimeline, BEN, CLEO, type TestDatabase } from '../support/timeline';

let database: TestDatabase;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const aMessage = (clientId: string, senderId = ANA, text = `text of ${clientId}`): Draft => ({
  kind: 'message',
  senderId,
  clientId,
  text,
});

const numbersOf = async (conversationId: Types.ObjectId) =>
  (await database.models.entries.find({ conversationId }).sort({ seq: 1 }).batchSize(IN_ONE_BATCH).toArray()).map(
    ({ seq }) => seq,
  );

const oneTo = (head: number) => Array.from({ length: head }, (_, index) => index + 1);

function work(orders: AppendOrders) {
  return runToEnd('tests/support/append-worker.ts', {}, [JSON.stringify(orders)]);
}

describe('dense and once', () => {
  test('many senders in several processes get the numbers 1 to head, each once, and a repeated clientId its first', async () => {
    const conversationId = (await aConversation(database.models)).toString();
    const senders = [ANA, BEN].map(String);
    const shared = oneTo(40).map((n) => ({
      senderId: senders[n % 2] ?? '',
      clientId: `shared-${n}`,
      text: 'the same',
    }));
    const ended = await Promise.all(
      ['x', 'y', 'z'].map((worker) => {
        const own = oneTo(60).map((n) => ({
          senderId: senders[n % 2] ?? '',
          clientId: `own-${worker}-${n}`,
          text: 'mine',
        }));
        return work({ url: database.url, conversationId, drafts: [...own, ...shared, ...shared] });
      }),
    );
    expect(ended.map(({ stderr }) => stderr)).toEqual(['', '', '']);
    const answers = ended.flatMap(({ stdout }) => JSON.parse(stdout) as [string, number][]);
    expect(answers).toHaveLength(3 * (60 + 40 + 40));
    const numberOf = new Map<string, number>();
    for (const [clientId, seq] of answers) {
      expect(numberOf.get(clientId) ?? seq, `two answers for ${clientId}`).toBe(seq);
      numberOf.set(clientId, seq);
    }
    expect([...numberOf.values()].sort((a, b) => a - b)).toEqual(oneTo(3 * 60 + 40));
    expect(await numbersOf(new Types.ObjectId(conversationId))).toEqual(oneTo(3 * 60 + 40));
  });

  test('an answer is in the database, and concurrent repeats within one process share it', async () => {
    const timeline = aTimeline(database.models);
    const conversationId = await aConversation(database.models);
    const answers = await Promise.all(oneTo(30).map((n) => timeline.append(conversationId, aMessage(`c-${n % 10}`))));
    const stored = await database.models.entries.find({ conversationId }).toArray();
    expect(new Set(answers.map(({ entry }) => entry.id))).toEqual(new Set(stored.map(({ _id }) => _id.toString())));
    expect(stored).toHaveLength(10);
    expect(await numbersOf(conversationId)).toEqual(oneTo(10));
  });

  test('the same clientId of two people is two entries', async () => {
    const timeline = aTimeline(database.models);
    const conversationId = await aConversation(database.models);
    const [a, b] = [
      await timeline.append(conversationId, aMessage('same', ANA)),
      await timeline.append(conversationId, aMessage('same', BEN)),
    ];
    expect([a.entry.seq, b.entry.seq]).toEqual([1, 2]);
  });
});

describe('acknowledged is durable, and what a crash leaves is repaired', () => {
  async function messageAndDeadEdit() {
    const timeline = aTimeline(database.models);
    const conversationId = await aConversation(database.models);
    const { entry } = await timeline.append(conversationId, aMessage('target'));
    await timeline.drain();
    const orders: AppendOrders = {
      url: database.url,
      conversationId: conversationId.toString(),
      drafts: [{ senderId: ANA.toString(), clientId: 'the-edit', text: 'after' }],
      dieAfterCommitOf: 'edit',
      editOf: { targetId: entry.id, targetSeq: entry.seq },
    };
    const { signal, stdout } = await work(orders);
    expect([signal, stdout]).toEqual(['SIGKILL', '']);
    const target = await database.models.entries.findOne({ conversationId, seq: 1 });
    expect(target, 'died before applying').toMatchObject({ text: 'text of target', rev: 1 });
    return { timeline: aTimeline(database.models), conversationId };
  }

  test('the next page read shows an edit that its process died before applying', async () => {
    const { timeline, conversationId } = await messageAndDeadEdit();
    const { records, head } = await timeline.page(conversationId, null);
    expect(head).toBe(2);
    expect(records[0]?.entry).toMatchObject({ text: 'after', rev: 2 });
  });

  test('so does the next reading of single numbers', async () => {
    const { timeline, conversationId } = await messageAndDeadEdit();
    const { records, head } = await timeline.single(conversationId, [1, 7, 1]);
    expect(head).toBe(2);
    expect(records.map(({ entry }) => entry)).toMatchObject([{ text: 'after', rev: 2 }]);
  });

  test("a node's start applies it", async () => {
    const { timeline, conversationId } = await messageAndDeadEdit();
    await timeline.sweep({ everything: true });
    expect(await database.models.entries.findOne({ conversationId, seq: 1 })).toMatchObject({ text: 'after', rev: 2 });
    expect(await database.models.entries.countDocuments({ conversationId, applied: false })).toBe(0);
    const conversation = await database.models.conversations.findById(conversationId).lean();
    expect(conversation).toMatchObject({ headSeq: 2, lastMessage: { seq: 1, text: 'after' } });
  });

  test('a running node applies it when two sweeps in a row have seen it', async () => {
    const { timeline, conversationId } = await messageAndDeadEdit();
    await timeline.sweep();
    expect(await database.models.entries.findOne({ conversationId, seq: 1 })).toMatchObject({ rev: 1 });
    await timeline.sweep();
    expect(await database.models.entries.findOne({ conversationId, seq: 1 })).toMatchObject({ text: 'after', rev: 2 });
  });

  test('so does the next message: no head is shown past a change that is not there', async () => {
    const { timeline, conversationId } = await messageAndDeadEdit();
    await timeline.append(conversationId, aMessage('after the edit'));
    await timeline.drain();
    expect(await database.models.conversations.findById(conversationId).lean()).toMatchObject({ headSeq: 3 });
    expect(await database.models.entries.findOne({ conversationId, seq: 1 })).toMatchObject({ text: 'after', rev: 2 });
  });

  test('the retry gets the original number and its effect', async () => {
    const { timeline, conversationId } = await messageAndDeadEdit();
    const target = await database.models.entries.findOne({ conversationId, seq: 1 });
    const { entry } = await timeline.append(conversationId, {
      kind: 'edit',
      senderId: ANA,
      clientId: 'the-edit',
      text: 'after',
      targetId: target?._id ?? ANA,
      targetSeq: 1,
    });
    expect(entry.seq).toBe(2);
    expect(await numbersOf(conversationId)).toEqual([1, 2]);
    expect(await database.models.entries.findOne({ conversationId, seq: 1 })).toMatchObject({ text: 'after' });
  });

  test('a message whose process died before announcing it is found by number, by retry and by the sweep', async () => {
    const conversationId = await aConversation(database.models);
    const { signal } = await work({
      url: database.url,
      conversationId: conversationId.toString(),
      drafts: [{ senderId: ANA.toString(), clientId: 'unheard', text: 'unheard' }],
      dieAfterCommitOf: 'message',
    });
    expect(signal).toBe('SIGKILL');
    const timeline = aTimeline(database.models);
    expect(await timeline.head(conversationId)).toBe(1);
    const { entry } = await timeline.append(conversationId, aMessage('unheard'));
    expect(entry.seq).toBe(1);
    await timeline.drain();
    await timeline.sweep({ everything: true });
    const conversation = await database.models.conversations.findById(conversationId).lean();
    expect(conversation).toMatchObject({ headSeq: 1, lastMessage: { seq: 1, text: 'unheard' } });
  });
});

const PEOPLE = [ANA, BEN, CLEO];

/** Something somebody does; `target` and `of` choose among the messages and people there are. */
interface Step {
  readonly by: Types.ObjectId;
  readonly target: number;
  readonly of: Types.ObjectId;
  readonly on: boolean;
  readonly does: (typeof DEEDS)[number];
}

const DEEDS = [
  ...(['message', 'message', 'files', 'reply', 'edit', 'delete', 'hide', 'reaction', 'reaction'] as const),
  ...(['pinned', 'renamed', 'owner', 'admin', 'member', 'removed', 'added', 'joined', 'left'] as const),
];

const person = fc.constantFrom(...PEOPLE);
const step: fc.Arbitrary<Step> = fc.record({
  by: person,
  target: fc.nat({ max: 9 }),
  of: person,
  on: fc.boolean(),
  does: fc.constantFrom(...DEEDS),
});

describe('convergence', () => {
  test('for every n, what a reader held at n and the entries after n make what a fresh reader sees', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 24 }), async (steps) => {
        const timeline = aTimeline(database.models);
        const conversationId = await aConversation(database.models);
        await timeline.append(conversationId, founding(ANA));
        const messages: Said[] = [];
        const pages: { readonly entries: readonly Entry[]; readonly head: number }[] = [];
        const seenBy = async (viewer: Types.ObjectId) => {
          const { records, head } = await timeline.page(conversationId, null, 100);
          return { entries: records.map((record) => viewOf(record, viewer.toString(), LINKS)), head };
        };
        for (const [index, taken] of steps.entries()) {
          const draft = draftOf(taken, index, messages);
          if (!draft) continue;
          const { entry } = await timeline.append(conversationId, draft);
          if (entry.kind === 'message') messages.push({ id: new Types.ObjectId(entry.id), seq: entry.seq });
          pages.push(await seenBy(ANA));
        }
        const fresh = await seenBy(ANA);
        for (const page of pages) {
          const { records, reset } = await timeline.since(conversationId, page.head);
          const after = records.map((record) => viewOf(record, ANA.toString(), LINKS));
          expect(reset).toBe(false);
          expect(appendAll(fromPage(page), after).timeline.entries).toEqual(fresh.entries);
        }
      }),
      { numRuns: process.env.MONGODB_URL ? 8 : 20 },
    );
  });

  test('intents applied twice, and by two processes at once, are applied once', async () => {
    const conversationId = await aConversation(database.models);
    const timelines = [aTimeline(database.models), aTimeline(database.models)] as const;
    const { entry } = await timelines[0].append(conversationId, aMessage('target'));
    const at = { targetId: new Types.ObjectId(entry.id), targetSeq: entry.seq };
    await Promise.all(
      oneTo(20).map((n) =>
        timelines[n % 2 === 0 ? 0 : 1].append(
          conversationId,
          n % 4 === 0
            ? { kind: 'edit', senderId: ANA, clientId: `e-${n}`, text: `edit ${n}`, ...at }
            : { kind: 'reaction', senderId: n % 3 ? ANA : BEN, clientId: `r-${n}`, emoji: '👍', on: n % 5 > 1, ...at },
        ),
      ),
    );
    await Promise.all([timelines[0].drain(), timelines[1].drain()]);
    const records = await timelines[0].range(conversationId, 1, 21);
    const all = records.map((record) => viewOf(record, ANA.toString(), LINKS));
    const first = { ...all[0], text: 'text of target', editedAt: null, reactions: [], rev: 1 } as Entry;
    expect(appendAll(fromPage({ entries: [first], head: 1 }), all.slice(1)).timeline.entries[0]).toEqual(all[0]);
  });
});

const WRITES = new Set<string | symbol>(['updateOne', 'updateMany', 'bulkWrite']);

/** A database that hears no more writes, but for new entries, after that many: what a process does that dies. */
function mortal(models: Models, writes: number): Models {
  let left = writes;
  const withFailures = <T extends object>(collection: T): T =>
    new Proxy(collection, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property);
        if (typeof value !== 'function' || !WRITES.has(property)) return value;
        return (...args: unknown[]) => (left-- > 0 ? value.apply(target, args) : Promise.reject(new Error('died')));
      },
    });
  const { users, conversations, memberships, entries, uploads } = models;
  return {
    ...models,
    users: withFailures(users),
    conversations: withFailures(conversations),
    memberships: withFailures(memberships),
    entries: withFailures(entries),
    uploads: withFailures(uploads),
  };
}

describe('a process that dies between an entry and the last of what it means', () => {
  test('leaves nothing that differs from a reading of all entries, whoever goes on', async () => {
    const fallible = fc.record({ step, writes: fc.option(fc.nat({ max: 7 })) });
    await fc.assert(
      fc.asyncProperty(fc.array(fallible, { minLength: 4, maxLength: 20 }), fc.nat(), async (steps, again) => {
        const { models } = database;
        const timeline = aTimeline(models);
        const conversationId = await aConversation(models);
        const seenByAna = (doc: EntryDoc) => viewOf(toRecord(doc), ANA.toString(), LINKS);
        const created = viewOf(await timeline.append(conversationId, founding(ANA)), ANA.toString(), LINKS);
        /** What somebody who was there heard: every entry as it was before any other changed it. */
        const heard: Entry[] = [];
        const messages: Said[] = [];
        for (const [index, { step: taken, writes }] of steps.entries()) {
          const draft = draftOf(taken, index, messages);
          if (!draft) continue;
          await claimFilesOf(models, { conversationId, draft });
          if (writes === null) {
            await timeline.append(conversationId, draft);
          } else {
            const dying = aTimeline(mortal(models, writes));
            await dying.append(conversationId, draft).catch(() => {});
            dying.stop();
          }
          const { clientId, senderId } = draft;
          const doc = (await models.entries.findOne({ conversationId, clientId, senderId }))!;
          heard.push(seenByAna(doc));
          if (doc.kind === 'message') messages.push({ id: doc._id, seq: doc.seq });
        }
        const check = async () => {
          await timeline.drain();
          const nodes = [aTimeline(models), aTimeline(models)];
          await Promise.all(nodes.map((node) => node.sweep({ everything: true })));
          const entries = await models.entries
            .find({ conversationId })
            .sort({ seq: 1 })
            .batchSize(IN_ONE_BATCH)
            .toArray();
          const held = appendAll(fromPage({ entries: [created], head: 1 }), heard).timeline.entries;
          expect(entries.map(seenByAna)).toEqual(held);
          const expected = readingOf(entries);
          expect(await storedReading(conversationId)).toEqual({
            ...expected,
            memberCount: Object.keys(expected.members).length,
          });
          const last = entries.findLast(({ kind }) => kind === 'message');
          const conversation = await models.conversations.findById(conversationId).lean();
          expect(conversation).toMatchObject({
            headSeq: entries.length,
            lastMessage:
              last?.kind === 'message'
                ? {
                    seq: last.seq,
                    text: last.text,
                    deleted: last.deletedAt !== undefined,
                    attached: last.attachments?.length ? { kind: 'file', count: last.attachments.length } : null,
                  }
                : null,
          });
          await checkFiles(models, { conversationId, entries });
          return entries;
        };
        const entries = await check();
        // One that died after the work and before it was marked as done: one of them, or all from there on, once more.
        const from = (again % entries.length) + 1;
        for (const seq of [from, { $gte: from }]) {
          await models.entries.updateMany({ conversationId, seq }, { $set: { applied: false } });
          expect(await check()).toEqual(entries);
        }
      }),
      { numRuns: process.env.MONGODB_URL ? 8 : 20 },
    );
  });
});

test('a process that stalls over who is to own a group finds that another has decided, and gone on', async () => {
  const { models } = database;
  const timeline = aTimeline(models);
  const conversationId = await aConversation(models);
  const does = (senderId: Types.ObjectId, rest: object) =>
    timeline.append(conversationId, {
      kind: 'system',
      senderId,
      clientId: new Types.ObjectId().toString(),
      ...rest,
    } as Draft);
  await timeline.append(conversationId, founding(ANA));
  for (const userId of [BEN, CLEO]) await does(ANA, { action: 'added', userId });
  const { entry } = await does(ANA, { action: 'left' });
  await does(BEN, { action: 'role', userId: CLEO, role: 'owner' });
  await does(BEN, { action: 'left' });
  await does(CLEO, { action: 'added', userId: ANA });
  const state = await storedReading(conversationId);
  expect(state.members).toMatchObject({ [CLEO.toString()]: { role: 'owner' }, [ANA.toString()]: { role: 'member' } });
  // When it looked there was no owner; everything it does about that comes now.
  const stalled = new Proxy(models.memberships, {
    get: (target, property) => (property === 'exists' ? async () => null : Reflect.get(target, property)),
  });
  await models.entries.updateOne({ conversationId, seq: entry.seq }, { $set: { applied: false } });
  await aTimeline({ ...models, memberships: stalled }).sweep({ everything: true });
  expect(await storedReading(conversationId)).toEqual(state);
});

interface Said {
  readonly id: Types.ObjectId;
  readonly seq: number;
}

/** What a step appends as entry `index`; null for a change to a message where there is none. */
function draftOf({ by, target, of, on, does }: Step, index: number, messages: readonly Said[]): Draft | null {
  const base = { senderId: by, clientId: `step-${index}` };
  const system = { ...base, kind: 'system' as const };
  switch (does) {
    case 'message':
      return { ...base, kind: 'message', text: `message ${index}` };
    case 'files':
      return { ...base, kind: 'message', text: on ? 'caption' : '', attachments: [aFile(), aFile()] };
    case 'renamed':
      return { ...system, action: 'renamed', name: `Name ${index}` };
    case 'owner':
    case 'admin':
    case 'member':
      return { ...system, action: 'role', userId: of, role: does };
    case 'removed':
    case 'added':
      return { ...system, action: does, userId: of };
    case 'joined':
    case 'left':
      return { ...system, action: does };
  }
  const found = messages[target % Math.max(1, messages.length)];
  if (!found) return null;
  const at = { targetId: found.id, targetSeq: found.seq };
  switch (does) {
    case 'reply':
      return { ...base, kind: 'message', text: `answer ${index}`, replyTo: found, mentions: [of] };
    case 'edit':
      return { ...base, kind: 'edit', text: `edit ${index}`, mentions: on ? [of] : [], ...at };
    case 'reaction':
      return { ...base, kind: 'reaction', emoji: of.equals(ANA) ? '👍' : '❤️', on, ...at };
    case 'delete':
      return { ...base, kind: 'delete', ...at };
    case 'hide':
      return { ...base, kind: 'hide', audience: [by], ...at };
    case 'pinned':
      return { ...system, action: 'pinned', on, ...at };
  }
}

const aFile = (): AttachmentDoc => ({
  id: new Types.ObjectId(),
  kind: 'file',
  filename: 'notes.txt',
  size: 5,
  mimeType: 'text/plain',
  hasThumbnail: false,
});

/** What `message.send` does about files before it appends: their uploads become part of the message. */
async function claimFilesOf(
  models: Models,
  { conversationId, draft }: { conversationId: Types.ObjectId; draft: Draft },
): Promise<void> {
  if (draft.kind !== 'message' || !draft.attachments) return;
  const { senderId, clientId } = draft;
  const at = new Date();
  await models.uploads.insertMany(
    draft.attachments.map(({ id, ...about }) => ({
      ...about,
      _id: id,
      ownerId: senderId,
      announced: about.size,
      state: 'ready' as const,
      blob: id.toString(),
      charged: about.size,
      use: { kind: 'message' as const, conversationId, senderId, clientId },
      touchedAt: at,
      createdAt: at,
    })),
  );
}

/** The files of deleted messages are given up, and no others. */
async function checkFiles(
  models: Models,
  { conversationId, entries }: { conversationId: Types.ObjectId; entries: readonly EntryDoc[] },
): Promise<void> {
  const deleted = entries.flatMap((entry) => (entry.kind === 'message' && entry.deletedAt ? [entry.clientId] : []));
  const uploads = await models.uploads.find({ 'use.conversationId': conversationId }).lean();
  for (const { use, released } of uploads) {
    expect(released ?? false).toBe(use?.kind === 'message' && deleted.includes(use.clientId));
  }
}

const founding = (owner: Types.ObjectId): Draft => ({
  kind: 'system',
  action: 'created',
  senderId: owner,
  clientId: 'system:created',
  memberIds: [owner],
});

interface Reading {
  readonly name: string | null;
  /** Numbers of the pinned messages, the newest pin first. */
  readonly pins: readonly number[];
  readonly members: Readonly<Record<Id, { readonly role: Role; readonly joinedSeq: number }>>;
}

/** What the entries say of the conversation itself, read from the first to the last. */
function readingOf(entries: readonly EntryDoc[]): Reading {
  let name: string | null = 'Group';
  let pins: number[] = [];
  const members = new Map<Id, { role: Role; joinedSeq: number }>();
  const deleted = new Set<number>();

  function begin(userId: Types.ObjectId, joinedSeq: number, role: Role): void {
    if (!members.has(userId.toString())) members.set(userId.toString(), { role, joinedSeq });
  }
  function handOver(): void {
    const all = [...members.values()].sort((a, b) => a.joinedSeq - b.joinedSeq);
    const successor = all.find(({ role }) => role === 'admin') ?? all[0];
    if (successor && all.every(({ role }) => role !== 'owner')) successor.role = 'owner';
  }
  function setRole(userId: Types.ObjectId, role: Role): void {
    const member = members.get(userId.toString());
    if (member) member.role = role;
  }

  for (const entry of entries) {
    if (entry.kind === 'delete') {
      deleted.add(entry.targetSeq);
      pins = pins.filter((seq) => seq !== entry.targetSeq);
    }
    if (entry.kind !== 'system') continue;
    if (entry.action === 'renamed') name = entry.name;
    if (entry.action === 'role') setRole(entry.userId, entry.role);
    if (entry.action === 'created') for (const userId of entry.memberIds) begin(userId, entry.seq, 'owner');
    if (entry.action === 'added') begin(entry.userId, entry.seq, 'member');
    if (entry.action === 'joined') begin(entry.senderId, entry.seq, 'member');
    if (entry.action === 'removed') members.delete(entry.userId.toString());
    if (entry.action === 'left') members.delete(entry.senderId.toString());
    if (['role', 'joined', 'removed', 'left'].includes(entry.action)) handOver();
    if (entry.action === 'pinned') {
      const others = pins.filter((seq) => seq !== entry.targetSeq);
      pins = entry.on && !deleted.has(entry.targetSeq) ? [entry.targetSeq, ...others] : others;
    }
  }
  return { name, pins, members: Object.fromEntries(members) };
}

async function storedReading(conversationId: Types.ObjectId): Promise<Reading & { memberCount: number }> {
  const conversation = await database.models.conversations.findById(conversationId).orFail().lean();
  const memberships = await database.models.memberships.find({ conversationId, active: true }).lean();
  return {
    name: conversation.name,
    pins: conversation.pins.map(({ seq }) => seq),
    members: Object.fromEntries(
      memberships.map(({ userId, role, joinedSeq }) => [userId.toString(), { role, joinedSeq }]),
    ),
    memberCount: conversation.memberCount,
  };
}
