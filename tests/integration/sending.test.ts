import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TEXT_MAX } from '~/contract/limits';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, asMessage, everything, send } from '../support/conversations';
import { aClientId, aPerson, listenAs, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let server: TestServer;
let [ana, ben]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  [ana, ben] = await Promise.all([aPerson(server.url, 'Ana'), aPerson(server.url, 'Ben')]);
});
afterAll(() => server[Symbol.asyncDispose]());

const entriesWith = (clientId: string) => server.container.models.entries.countDocuments({ clientId });

describe('sending', () => {
  test('answers with the message as everybody will read it, under the next number', async () => {
    const { id: conversationId } = await aGroup(ana!, [ben!]);
    const clientId = aClientId();
    const first = await ana!.api.message.send.mutate({ conversationId, clientId, text: 'first' });
    expect(first).toEqual({
      kind: 'message',
      conversationId,
      seq: 2,
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      clientId,
      senderId: ana!.me.id,
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      text: 'first',
      attachments: [],
      replyTo: null,
      mentions: [],
      forwarded: false,
      editedAt: null,
      deletedAt: null,
      reactions: [],
      rev: 2,
    });
    const second = await send(ben!, conversationId, 'second');
    expect(second.seq).toBe(3);
    expect((await everything(ben!, conversationId)).slice(1)).toEqual([first, second]);
  });

  test('by many at once numbers every message once, without holes', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const sent = await Promise.all(
      Array.from({ length: 60 }, (_, index) => send(index % 2 ? ana! : ben!, id, `message ${index}`)),
    );
    expect(sent.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i + 2));
    const entries = await everything(ana!, id);
    expect(entries.slice(1)).toEqual(sent.toSorted((a, b) => a.seq - b.seq));
  });

  test('one after the other keeps the order', async () => {
    const { id } = await aGroup(ana!, []);
    const texts = Array.from({ length: 20 }, (_, index) => `line ${index}`);
    for (const text of texts) await send(ana!, id, text);
    expect((await everything(ana!, id)).slice(1).map((entry) => asMessage(entry).text)).toEqual(texts);
  });
});

describe('a retry with the same clientId', () => {
  test('gets the identical entry and writes nothing', async () => {
    const { id: conversationId } = await aDirect(ana!, ben!);
    const input = { conversationId, clientId: aClientId(), text: 'once' };
    const first = await ana!.api.message.send.mutate(input);
    await send(ben!, conversationId, 'in between');
    expect(await ana!.api.message.send.mutate(input)).toEqual(first);
    expect(await ana!.api.message.send.mutate({ ...input, text: 'changed my mind' })).toEqual(first);
    expect(await entriesWith(input.clientId)).toBe(1);
  });

  test('at the same time, over HTTP and over the socket, gets the identical entry', async () => {
    const { id: conversationId } = await aDirect(ana!, ben!);
    await using listener = await listenAs(ana!, server.url);
    for (let round = 0; round < 5; round += 1) {
      const input = { conversationId, clientId: aClientId(), text: `round ${round}` };
      const apis = [ana!.api, listener.api, ana!.api, listener.api, ana!.api];
      const answers = await Promise.all(apis.map((api) => api.message.send.mutate(input)));
      for (const answer of answers) expect(answer).toEqual(answers[0]);
      expect(await entriesWith(input.clientId)).toBe(1);
    }
    await everything(ana!, conversationId);
  });

  test('is told apart by sender and by conversation', async () => {
    const [one, other] = [await aGroup(ana!, [ben!]), await aGroup(ana!, [ben!])];
    const clientId = aClientId();
    const ids = await Promise.all([
      ana!.api.message.send.mutate({ conversationId: one.id, clientId, text: 'a' }),
      ben!.api.message.send.mutate({ conversationId: one.id, clientId, text: 'b' }),
      ana!.api.message.send.mutate({ conversationId: other.id, clientId, text: 'c' }),
    ]);
    expect(new Set(ids.map(({ id }) => id)).size).toBe(3);
  });
});

describe("a message's text", () => {
  test.each([
    ['line breaks and space around', '  first\n\n\tsecond\r\n  '],
    ['emoji with joiners, tones and flags', '👩‍👩‍👧‍👦 👍🏽 🇦🇹 ❤️'],
    ['what looks like HTML', '<script>alert("1")</script><img src=x onerror=alert(1)>&amp;&#x27;'],
    ['what looks like a query', '{"$ne": null} $where .* %00 \\u0000'],
    ['right-to-left writing and direction marks', 'שלום \u202eabc\u202c مرحبا'],
    ['a NUL and other control characters', 'a\u0000b\u0007c\u001b[31m'],
    ['letters with marks, uncomposed', 'e\u0301 vs é'],
    ['characters beyond the basic plane', '𠮷𝒳\u{10ffff}'],
    ['separators that break lines in scripts', 'a\u2028b\u2029c'],
    ['the longest there may be', '\u0001'.repeat(TEXT_MAX - 1).concat('x')],
    ['the longest there may be, of three bytes each', '語'.repeat(TEXT_MAX)],
  ])('stays as it was sent, over HTTP and the socket: %s', async (_what, text) => {
    const { id: conversationId } = await aDirect(ana!, ben!);
    await using listener = await listenAs(ben!, server.url);
    const overHttp = await send(ana!, conversationId, text);
    const overSocket = await listener.api.message.send.mutate({ conversationId, clientId: aClientId(), text });
    expect([overHttp.text, asMessage(overSocket).text]).toEqual([text, text]);
    const { entries } = await ben!.api.message.history.query({ conversationId, limit: 2 });
    expect(entries).toEqual([overHttp, overSocket]);
    const event = await listener.until((candidate) => candidate.type === 'entry' && candidate.entry.id === overHttp.id);
    expect(event).toEqual({ type: 'entry', entry: overHttp });
  });

  test.each([
    ['empty', ''],
    ['only space', ' \n\t\u00a0\u2003 '],
    ['one character too long', 'x'.repeat(TEXT_MAX + 1)],
    ['twice as long', 'x'.repeat(2 * TEXT_MAX)],
    ['half a character', 'half \ud83d of one'],
  ])('that is %s is refused, and nothing is written', async (_what, text) => {
    const { id: conversationId, head } = await aGroup(ana!, []);
    const call = ana!.api.message.send.mutate({ conversationId, clientId: aClientId(), text });
    expect(await refusal(call)).toMatchObject({ appCode: 'INVALID_INPUT', httpStatus: 400 });
    expect(await everything(ana!, conversationId)).toHaveLength(head);
  });
});
