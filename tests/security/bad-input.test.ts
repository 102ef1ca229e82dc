import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BATCH_MAX } from '~/contract/limits';
import { startConfab, type TestServer } from '../support/confab';
import { storedCounts } from '../support/database';
import { aPerson, type Person } from '../support/people';
import { type Field, type Procedure, type RawAnswer, rawCall } from '../support/procedures';
import { inputOf, type Samples, sampleOf, samplesOf, TAKING_INPUT } from '../support/samples';
import { openSocket } from '../support/sockets';

let server: TestServer;
let ana: Person;
let samples: Samples;
beforeAll(async () => {
  server = await startConfab();
  ana = await aPerson(server.url, 'Ana');
  samples = await samplesOf(ana, server.url);
});
afterAll(() => server[Symbol.asyncDispose]());

/** Levels of nesting: as many as a query's request line has room for. */
const DEPTH = 500;
const deep = (depth: number, inner = '1') => `${'{"a":'.repeat(depth)}${inner}${'}'.repeat(depth)}`;

/** What no field of any input may be, as JSON. */
const POISONS = [
  '{"$ne": null}',
  '{"$gt": ""}',
  '{"$where": "sleep(1000)"}',
  '{"$regex": ".*"}',
  '{}',
  '{"__proto__": {"admin": true}}',
  '{"constructor": {"prototype": {"admin": true}}}',
  '{"toString": 1, "length": 24}',
  '[{"$ne": null}]',
  '[[]]',
  '[null]',
  '[["a"]]',
  'true',
  'false',
  '1.5',
  '-1',
  '1e400',
  '""',
  deep(DEPTH),
  `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`,
];

/** Every bad input of a procedure, with what is bad about it; of what no field may be, each field gets these. */
function* badInputs(
  fields: Record<string, Field>,
  poisons: () => readonly string[] = () => POISONS,
): Generator<[what: string, json: string | undefined]> {
  for (const json of ['null', '[]', '"text"', '7', 'true', deep(DEPTH), '[1,2,3]', `[${inputOf(samples, fields)}]`]) {
    yield ['not an object', json];
  }
  for (const name of ['unknown', 'isAdmin', 'role', 'senderId', '_id', '$where', 'constructor', '__proto__']) {
    yield [`an unknown field ${name}`, inputOf(samples, fields, { [name]: '{"a":1}' })];
  }
  for (const [name, { required, isArray, nullable, isBoolean }] of Object.entries(fields)) {
    if (required) yield [`no ${name}`, inputOf(samples, fields, { [name]: null })];
    if (!nullable) yield [`${name} null`, inputOf(samples, fields, { [name]: 'null' })];
    if (!isArray) yield [`${name} an array`, inputOf(samples, fields, { [name]: `[${sampleOf(samples, name)}]` })];
    if (isArray)
      yield [`${name} an item`, inputOf(samples, fields, { [name]: JSON.stringify((samples[name] as unknown[])[0]) })];
    for (const poison of poisons()) {
      if (poison === '""' && acceptsEmpty(name)) continue;
      if (isBoolean && (poison === 'true' || poison === 'false')) continue;
      yield [`${name} ${poison.slice(0, 40)}`, inputOf(samples, fields, { [name]: poison })];
    }
  }
  if (Object.values(fields).some(({ required }) => required)) yield ['nothing', undefined];
}

/** No query finds all, or nobody; no cursor is the first page; a file's name tells its type, too; no poster, note or reason is none. */
const acceptsEmpty = (name: string) => ['query', 'cursor', 'mimeType', 'poster', 'note', 'reason'].includes(name);

/** What the documents promise of an error, and no more. */
function expectDocumented({ status, text }: RawAnswer, { path }: Pick<Procedure, 'path'>): void {
  expect(status).toBe(400);
  const body = JSON.parse(text);
  expect(Object.keys(body)).toEqual(['error']);
  expect(Object.keys(body.error).sort()).toEqual(['code', 'data', 'message']);
  const { fields, ...data } = body.error.data;
  expect(data).toEqual({ code: 'BAD_REQUEST', httpStatus: 400, appCode: 'INVALID_INPUT', path });
  if (fields !== undefined) for (const words of Object.values(fields)) expect(words).toEqual(expect.any(String));
  expectWords(body.error.message);
  expect(text).not.toMatch(/"stack"|"cause"|node_modules|\.[tj]s:\d+|ZodError|Mongo/);
}

function expectWords(message: string): void {
  expect(message).toMatch(/[a-z]{2,} [a-z]{2,}/i);
  expect(message).not.toMatch(/^[[{]/);
}

describe('over HTTP, bad input is refused with the documented error and writes nothing:', () => {
  let next = 0;
  /** A few at a time, in turn: the socket, which is quicker, gets all of them for each field. */
  const few = () => [0, 1, 2].map(() => POISONS[next++ % POISONS.length]!);

  test.each(TAKING_INPUT)('$path', async ({ path, type, fields }) => {
    const before = await storedCounts(server.container);
    for (const [what, json] of badInputs(fields, few)) {
      const answer = await rawCall(server.url, { path, type }, { token: ana.token, ...(json && { json }) });
      try {
        expectDocumented(answer, { path });
      } catch (error) {
        throw new Error(`${path} with ${what}: ${answer.status} ${answer.text.slice(0, 300)}`, { cause: error });
      }
    }
    expect(await storedCounts(server.container)).toEqual(before);
  });
});

test('over the socket, bad input is refused with the documented error and writes nothing', async () => {
  const before = await storedCounts(server.container);
  await using socket = await openSocket(server.url, { token: ana.token });
  let id = 0;
  for (const { path, type, fields } of TAKING_INPUT) {
    for (const [what, json] of badInputs(fields)) {
      const input = json === undefined ? '' : `,"input":${json}`;
      socket.ws.send(`{"id":${++id},"method":"${type}","params":{"path":"${path}"${input}}}`);
      const reply = await socket.next();
      expect({ what, path, id: reply.id, appCode: reply.error?.data.appCode }).toEqual({
        what,
        path,
        id,
        appCode: 'INVALID_INPUT',
      });
      expectWords(reply.error!.message);
    }
  }
  expect(await storedCounts(server.container)).toEqual(before);
});

test('the samples of this file are good, so that what is refused above is refused for what is bad about it', async () => {
  for (const { path, type, fields } of TAKING_INPUT) {
    // Over HTTP it has to be said which feed is to tell.
    const named: Record<string, string> =
      path === 'presence.watch' ? { connection: sampleOf(samples, 'connection') } : {};
    const json = inputOf(samples, fields, named);
    const { text } = await rawCall(server.url, { path, type }, { token: ana.token, json });
    expect(`${path} ${text}`).not.toContain('INVALID_INPUT');
  }
});

test('an ordinary object is as it was after all that', () => {
  expect(({} as Record<string, unknown>).admin).toBeUndefined();
});

describe('a request that is no call', () => {
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/api/trpc/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ana.token}`, ...headers },
      body,
    });
  const errorOf = async (answer: Response) => {
    const { error } = JSON.parse(await answer.text());
    expectWords(error.message);
    expect(JSON.stringify(error)).not.toMatch(/"stack"|node_modules/);
    return { status: answer.status, appCode: error.data.appCode };
  };

  test.each(['{"text":', '', '{]', 'undefined', '\u0000', '{"a":1}{"b":2}'])(
    'with the malformed body %j is refused',
    async (body) => {
      expect(await errorOf(await post('message.send', body))).toEqual({ status: 400, appCode: 'INVALID_INPUT' });
    },
  );

  test.each(['nowhere', 'message', 'message.nowhere', '__proto__', 'constructor', 'message.__proto__.x', 'toString'])(
    'of the unknown procedure %s is NOT_FOUND',
    async (path) => {
      const expected = { status: 404, appCode: 'NOT_FOUND' };
      expect(await errorOf(await post(path, '{}'))).toEqual(expected);
      const get = await fetch(`${server.url}/api/trpc/${path}`);
      expect(await errorOf(get)).toEqual(expected);
    },
  );
});

describe('a batch', () => {
  const batch = (size: number) =>
    fetch(`${server.url}/api/trpc/${Array.from({ length: size }, () => 'account.me').join(',')}?batch=1&input={}`, {
      headers: { authorization: `Bearer ${ana.token}` },
    });

  test('up to the limit is answered call by call', async () => {
    const answer = await batch(BATCH_MAX);
    const replies = (await answer.json()) as { result: { data: unknown } }[];
    expect(replies).toHaveLength(BATCH_MAX);
    expect(replies.every(({ result }) => JSON.stringify(result.data) === JSON.stringify(ana.me))).toBe(true);
  });

  test('past the limit is refused whole', async () => {
    const answer = await batch(BATCH_MAX + 1);
    expect(answer.status).toBe(400);
    const text = await answer.text();
    expect(text).toContain('"appCode":"INVALID_INPUT"');
    expect(text).not.toContain(ana.me.email);
  });
});
