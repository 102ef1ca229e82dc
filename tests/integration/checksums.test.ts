import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checksumOf, heldAs } from '~/contract/checksum';
import type { Entry } from '~/contract/entry';
import { CHECKED_MAX } from '~/contract/limits';
import { objectId } from '~/server/services/actor';
import { createChecksums } from '~/server/services/checksums';
import { ACT_NAMES, type ActName, act } from '../support/acts';
import { startConfab, type TestServer } from '../support/confab';
import { aGroup, aRoom, everything, send } from '../support/conversations';
import { anEngine, type RunningEngine } from '../support/engines';
import { aPhoto, aRecording } from '../support/files';
import { readMetrics } from '../support/metrics';
import { aClientId, aPerson, listenAs, type Person } from '../support/people';
import { refusal } from '../support/refusals';
import { uploaded } from '../support/uploads';

let server: TestServer;
let people: readonly Person[];
beforeAll(async () => {
  server = await startConfab();
  people = await Promise.all(['Ana', 'Ben', 'Cleo'].map((name) => aPerson(server.url, name)));
});
afterAll(() => server[Symbol.asyncDispose]());

/** As `/metrics` says. */
const divergences = async () => (await readMetrics(server.url)).get('confab_divergences_total') ?? Number.NaN;

const person = (index: number) => people[index % people.length]!;

const check = ({ api }: Pick<Person, 'api'>, entries: readonly Entry[]) => api.sync.check.mutate(heldAs(entries));

/** What the engine holds once it has come to that number. */
const heldBy = (engine: RunningEngine, conversationId: string, head: number) =>
  engine.until(({ timelines }) => {
    const timeline = timelines.get(conversationId);
    return timeline && timeline.upTo >= head ? timeline.entries : undefined;
  });

/** Changes what is stored of an entry, as no server does. */
const tamper = (conversationId: string, seq: number, change: object) =>
  server.container.models.entries.updateOne({ conversationId: objectId(conversationId), seq }, { $set: change });

describe('whoever holds what was said and done', () => {
  const step = fc.record({
    by: fc.nat(2),
    does: fc.constantFrom<ActName | 'send'>('send', 'edit', 'edit', 'delete', 'react', ...ACT_NAMES),
    target: fc.nat(3),
    /** Whether the next step begins before this one is done. */
    waits: fc.boolean(),
  });

  let engines: readonly RunningEngine[];
  beforeAll(async () => {
    engines = await Promise.all(people.map((each) => anEngine(each, server.url)));
  });
  afterAll(() => {
    for (const engine of engines) engine.stop();
  });

  test('holds the same, whoever it is and however they heard of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 24 }), async (steps) => {
        const { id: conversationId } = await aGroup(person(0), people.slice(1));
        const messages = await Promise.all(
          people.map(async (each, by) => ({ by, id: (await send(each, conversationId)).id })),
        );
        await Promise.all(engines.map((engine) => engine.open(conversationId)));
        const underway: Promise<unknown>[] = [];
        for (const { by, does, target, waits } of steps) {
          const message = messages[target % messages.length]!;
          const done =
            does === 'send'
              ? send(person(by), conversationId).then(({ id }) => void messages.push({ by, id }))
              : act(does, person(does === 'edit' ? message.by : by), { conversationId, messageId: message.id });
          // What may not be done, or not any more, is refused.
          underway.push(done.catch(() => {}));
          if (waits) await Promise.all(underway.splice(0));
        }
        await Promise.all(underway);
        const { head } = await person(0).api.message.history.query({ conversationId });
        for (const [index, engine] of engines.entries()) {
          const entries = await heldBy(engine, conversationId, head);
          expect(await check(person(index), entries)).toEqual({ verdict: 'same', head });
          expect(await check(person(index), entries.slice(entries.length / 2))).toEqual({ verdict: 'same', head });
          expect(await check(person(index), await everything(person(index), conversationId))).toMatchObject({
            verdict: 'same',
          });
        }
      }),
      { numRuns: process.env.MONGODB_URL ? 4 : 8, endOnFailure: true },
    );
    expect(await divergences()).toBe(0);
  });

  test('holds the same files, though each reader has links of their own', async () => {
    const { id: conversationId } = await aGroup(person(0), people.slice(1));
    const at = { person: person(0), url: server.url };
    const files = [await aPhoto(), aRecording()];
    const uploads = await Promise.all(files.map((file) => uploaded(at, file, { conversationId })));
    const uploadIds = uploads.map(({ uploadId }) => uploadId);
    await person(0).api.message.send.mutate({ conversationId, clientId: aClientId(), uploadIds });
    const [mine, bens] = await Promise.all([0, 1].map((index) => everything(person(index), conversationId)));
    expect(mine).not.toEqual(bens);
    expect(heldAs(mine!)).toEqual(heldAs(bens!));
    expect(await check(person(1), mine!)).toMatchObject({ verdict: 'same' });
  });

  test('holds the same when a change was heard that its process died before applying', async () => {
    const { id: conversationId } = await aGroup(person(0), people.slice(1));
    const { id: messageId } = await send(person(0), conversationId, 'good');
    const before = await everything(person(1), conversationId);
    await act('edit', person(0), { conversationId, messageId });
    const after = await everything(person(1), conversationId);
    await tamper(conversationId, 2, { text: 'good', rev: 2 });
    await server.container.models.entries.updateOne(
      { conversationId: objectId(conversationId), seq: 2 },
      { $unset: { editedAt: 1 } },
    );
    await tamper(conversationId, 3, { applied: false });
    expect(await check(person(1), after)).toEqual({ verdict: 'same', head: 3 });
    expect(await check(person(1), [before[0]!, before[1]!, after[2]!])).toMatchObject({ verdict: 'differs' });
  });
});

describe('whoever holds something else', () => {
  async function aHistory() {
    const { id: conversationId } = await aGroup(person(0), people.slice(1));
    const { id: messageId } = await send(person(0), conversationId, 'good');
    await act('react', person(1), { conversationId, messageId });
    return { conversationId, messageId, entries: await everything(person(1), conversationId) };
  }

  test('is told so, and counted, whichever side has changed', async () => {
    const { conversationId, entries } = await aHistory();
    const before = await divergences();
    const other = entries.map((entry) => (entry.kind === 'message' ? { ...entry, text: 'bad' } : entry));
    expect(await check(person(1), other)).toEqual({ verdict: 'differs', head: 3 });
    expect(await check(person(1), entries)).toEqual({ verdict: 'same', head: 3 });
    for (const change of [{ text: 'bad' }, { reactions: [] }, { deletedAt: new Date() }, { rev: 4 }]) {
      await tamper(conversationId, 2, change);
      expect(await check(person(1), entries)).toEqual({ verdict: 'differs', head: 3 });
    }
    expect((await divergences()) - before).toBe(5);
  });

  test('is told so of what is hidden from them alone', async () => {
    const { conversationId, messageId } = await aHistory();
    await act('hide', person(1), { conversationId, messageId });
    const [bens, cleos] = await Promise.all([1, 2].map((index) => everything(person(index), conversationId)));
    expect(await check(person(1), bens!)).toMatchObject({ verdict: 'same' });
    expect(await check(person(2), cleos!)).toMatchObject({ verdict: 'same' });
    expect(await check(person(1), cleos!)).toMatchObject({ verdict: 'differs' });
    expect(await check(person(2), bens!)).toMatchObject({ verdict: 'differs' });
  });

  test('is not told so when the conversation has gone on, or does not reach that far', async () => {
    const { conversationId, entries } = await aHistory();
    const before = await divergences();
    const other = { ...heldAs(entries), checksum: checksumOf([]) };
    const { check } = person(1).api.sync;
    expect(await check.mutate({ ...other, to: 4 })).toEqual({ verdict: 'moved', head: 3 });
    await send(person(2), conversationId);
    expect(await check.mutate(other)).toEqual({ verdict: 'moved', head: 4 });
    expect(await divergences()).toBe(before);
  });

  test('is not told so when it goes on between the two looks at its head', async () => {
    const { entries } = await aHistory();
    const { timeline, links, services } = server.container;
    const heard: unknown[] = [];
    const checksums = createChecksums({
      links,
      conversations: services.conversations,
      onDivergence: (divergence) => heard.push(divergence),
      timeline: {
        ...timeline,
        async range(id, from, to) {
          const records = await timeline.range(id, from, to);
          if ((await timeline.head(id)) === to) await send(person(2), id.toString());
          return records;
        },
      },
    });
    const ben = { userId: person(1).me.id, credential: { kind: 'token', id: 'any' } } as const;
    const other = { ...heldAs(entries), checksum: checksumOf([]) };
    expect(await checksums.check(ben, other)).toEqual({ verdict: 'moved', head: 4 });
    expect(heard).toEqual([]);
  });

  test('is never who is only quick: while others write and react, a check says the same or that it has moved', async () => {
    const { conversationId, messageId } = await aHistory();
    const before = await divergences();
    await using engine = await anEngine(person(1), server.url);
    await using socket = await listenAs(person(1), server.url);
    await engine.open(conversationId);
    const writing = Array.from({ length: 40 }, async (_, index) => {
      await (index % 2
        ? send(person(2), conversationId)
        : act(index % 4 ? 'react' : 'unreact', person(0), { conversationId, messageId }));
    });
    const verdicts = new Set<string>();
    let isOver = false;
    void Promise.all(writing).then(() => {
      isOver = true;
    });
    do {
      const { entries } = engine.getState().timelines.get(conversationId)!;
      verdicts.add((await check(socket, entries)).verdict);
    } while (!isOver || !verdicts.has('moved'));
    await Promise.all(writing);
    const entries = await heldBy(engine, conversationId, 43);
    verdicts.add((await check(person(1), entries)).verdict);
    expect([...verdicts].sort()).toEqual(['moved', 'same']);
    expect(await divergences()).toBe(before);
  });
});

describe('the engine', () => {
  /** Its quiet seconds are tenths of one here. */
  const HASTE = 50;

  test('finds by itself that it holds something else, counts it and loads it anew', async () => {
    const { id: conversationId } = await aGroup(person(0), people.slice(1));
    await send(person(0), conversationId, 'one');
    await send(person(0), conversationId, 'two');
    const before = await divergences();
    await using engine = await anEngine(person(1), server.url, HASTE);
    await engine.open(conversationId);
    await tamper(conversationId, 2, { text: 'something else' });
    const shown = await engine.until(({ timelines }) => {
      const entry = timelines.get(conversationId)?.entries[1];
      return entry?.kind === 'message' && entry.text === 'something else' ? entry : undefined;
    });
    expect(shown.seq).toBe(2);
    expect(engine.getState().divergences).toBe(1);
    expect((await divergences()) - before).toBe(1);
    const { entries } = engine.getState().timelines.get(conversationId)!;
    expect(await check(person(1), entries)).toEqual({ verdict: 'same', head: 3 });
  });
});

describe('a check is refused', () => {
  test('to whoever is not a member, like any reading', async () => {
    const stranger = await aPerson(server.url, 'Stranger');
    const { id: group } = await aGroup(person(0), [person(1)]);
    const { id: room } = await aRoom(person(0));
    for (const [conversationId, appCode] of [
      [group, 'NOT_FOUND'],
      ['f'.repeat(24), 'NOT_FOUND'],
      [room, 'FORBIDDEN'],
    ] as const) {
      const entries = conversationId === room ? await everything(person(0), room) : await everything(person(0), group);
      expect(await refusal(stranger.api.sync.check.mutate({ ...heldAs(entries), conversationId }))).toMatchObject({
        appCode,
      });
    }
  });

  test('of more numbers than one read brings, of none, and in a form of another release', async () => {
    const { id: conversationId } = await aGroup(person(0), []);
    const { check } = person(0).api.sync;
    const good = heldAs(await everything(person(0), conversationId));
    expect(await check.mutate({ ...good, from: 2, to: 1 + CHECKED_MAX })).toEqual({ verdict: 'moved', head: 1 });
    for (const bad of [
      { ...good, from: 1, to: 1 + CHECKED_MAX },
      { ...good, from: 2, to: 1 },
      { ...good, checksum: good.checksum.replace(/^\d+:/, '0:') },
    ]) {
      expect(await refusal(check.mutate(bad))).toMatchObject({ appCode: 'INVALID_INPUT' });
    }
  });
});
