import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Entry } from '~/contract/entry';
import type { Id } from '~/contract/primitives';
import { type Backend, createBackend } from '../support/confab';
import { aDirect, aGroup, asMessage, everything, send } from '../support/conversations';
import { follow } from '../support/follower';
import { aClientId, aPerson, apiOf, type Person } from '../support/people';
import { failToStart, runToEnd, type ServerProcess, startServerProcess, variablesOf } from '../support/processes';

let backend: Backend;
beforeEach(async () => {
  backend = await createBackend();
});
afterEach(() => backend.close());

const portOf = ({ url }: ServerProcess) => Number(new URL(url).port);

/** What somebody means to send, and the answers so far. */
interface Outbox {
  readonly token: string;
  readonly unsent: { clientId: string; text: string }[];
  readonly acknowledged: Entry[];
}

const SENDERS = 20;
const EACH = 8;

const anOutbox = ({ token }: Pick<Person, 'token'>, name: number): Outbox => ({
  token,
  unsent: Array.from({ length: EACH }, (_, index) => ({ clientId: aClientId(), text: `${name}: ${index}` })),
  acknowledged: [],
});

/** Sends one after the other until all is acknowledged or the server is gone. */
async function empty(outbox: Outbox, url: string, conversationId: Id, onAnswer = () => {}): Promise<void> {
  const api = apiOf(url, outbox.token);
  for (let next = outbox.unsent[0]; next; next = outbox.unsent[0]) {
    const answer = await api.message.send.mutate({ conversationId, ...next }).catch(() => null);
    if (!answer) return;
    outbox.acknowledged.push(answer);
    outbox.unsent.shift();
    onAnswer();
  }
}

interface Crowd {
  readonly conversationId: Id;
  readonly outboxes: readonly Outbox[];
  readonly ana: Person;
}

/** A conversation with many who have something to send. */
async function aCrowdedGroup(url: string): Promise<Crowd> {
  const ana = await aPerson(url, 'Ana');
  const ben = await aPerson(url, 'Ben');
  const { id: conversationId } = await aGroup(ana, [ben]);
  const outboxes = Array.from({ length: SENDERS }, (_, index) => anOutbox(index % 2 ? ben : ana, index));
  return { conversationId, outboxes, ana };
}

/** What was acknowledged is there as it was; once the rest is sent, every message is there once, each sender's in order. */
async function expectRecovery(url: string, { conversationId, outboxes, ana }: Crowd): Promise<void> {
  const reader = { api: apiOf(url, ana.token) };
  const found = new Map((await everything(reader, conversationId)).map((entry) => [entry.id, entry]));
  for (const entry of outboxes.flatMap(({ acknowledged }) => acknowledged)) expect(found.get(entry.id)).toEqual(entry);
  await Promise.all(outboxes.map((outbox) => empty(outbox, url, conversationId)));
  const messages = (await everything(reader, conversationId)).slice(1).map(asMessage);
  expect(messages).toHaveLength(SENDERS * EACH);
  for (const { acknowledged } of outboxes) {
    const clientIds = new Set(acknowledged.map(({ clientId }) => clientId));
    expect(messages.filter(({ clientId }) => clientIds.has(clientId))).toEqual(acknowledged);
  }
}

describe('a server that is killed', () => {
  test('right after it acknowledged a message has it when it is back, and a listener gets it once', async () => {
    await using first = await startServerProcess(backend.env);
    const ana = await aPerson(first.url, 'Ana');
    const ben = await aPerson(first.url, 'Ben');
    const { id } = await aDirect(ana, ben);
    await using listener = await follow(ben, first.url, id);
    await listener.has(1);
    const sent = await send(ana, id, 'just in time');
    await first.kill();
    await using second = await startServerProcess({ ...backend.env, port: portOf(first) });
    expect((await everything(ben, id)).slice(1)).toEqual([sent]);
    expect(await ana.api.account.me.query()).toEqual(ana.me);
    await listener.has(2);
    const after = await send(ana, id, 'and on');
    await listener.has(3);
    expect(listener.entries.slice(1)).toEqual([sent, after]);
    expect(listener.repeated).toEqual([]);
    await second.terminate();
  });

  test('between any two answers has what it acknowledged, and retries complete the rest without a double', async () => {
    let server = await startServerProcess(backend.env);
    try {
      for (const answers of [1, 37, 110]) {
        const { conversationId, outboxes, ana } = await aCrowdedGroup(server.url);
        const { url, kill, exited } = server;
        let left = answers;
        const onAnswer = () => {
          left -= 1;
          if (left === 0) void kill();
        };
        await Promise.all(outboxes.map((outbox) => empty(outbox, url, conversationId, onAnswer)));
        await exited;
        const acknowledged = outboxes.flatMap((outbox) => outbox.acknowledged);
        expect(acknowledged.length).toBeGreaterThanOrEqual(answers);
        expect(acknowledged.length).toBeLessThan(SENDERS * EACH);

        server = await startServerProcess(backend.env);
        await expectRecovery(server.url, { conversationId, outboxes, ana });
      }
    } finally {
      await server.kill();
    }
  });
});

describe('a server that is told to stop', () => {
  test('in the middle of sends exits in good order, and nothing that was acknowledged is lost', async () => {
    await using first = await startServerProcess(backend.env);
    const { conversationId, outboxes, ana } = await aCrowdedGroup(first.url);
    let left = 50;
    let stopped: Promise<unknown> | null = null;
    const onAnswer = () => {
      left -= 1;
      if (left === 0) stopped = first.terminate();
    };
    await Promise.all(outboxes.map((outbox) => empty(outbox, first.url, conversationId, onAnswer)));
    expect(stopped).not.toBeNull();
    expect(await first.exited).toMatchObject({ code: 0, signal: null, stderr: '' });

    await using second = await startServerProcess(backend.env);
    await expectRecovery(second.url, { conversationId, outboxes, ana });
  });

  test('exits though a listener is connected, who is served again by the next one', async () => {
    await using first = await startServerProcess(backend.env);
    const ana = await aPerson(first.url, 'Ana');
    const { id } = await aDirect(ana, ana);
    await using listener = await follow(ana, first.url, id);
    const one = await send(ana, id, 'one');
    expect(await first.terminate()).toMatchObject({ code: 0 });
    await using _second = await startServerProcess({ ...backend.env, port: portOf(first) });
    const two = await send(ana, id, 'two');
    await listener.has(3);
    expect(listener.entries.slice(1)).toEqual([one, two]);
    expect(listener.repeated).toEqual([]);
  });
});

test('a second server on the same data folder is refused, by name', async () => {
  await using first = await startServerProcess(backend.env);
  const refused = [failToStart(backend.env), runToEnd('src/server/main.ts', variablesOf(backend.env))];
  for (const { code, stderr } of await Promise.all(refused)) {
    expect(code).toBe(1);
    expect(stderr.trim()).toMatch(
      /^The data folder \S+ is in use by process \d+\. Stop that process or use another folder\.$/,
    );
  }
  await aPerson(first.url, 'Ana');
});
