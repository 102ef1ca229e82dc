import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isEmojiOnly } from '~/components/conversation/emoji-only';
import { linksIn } from '~/components/conversation/links';
import { blocksOf } from '~/components/conversation/message-tokens';
import { TEXT_MAX } from '~/contract/limits';
import { previewOf } from '~/contract/preview';
import { publishContainer } from '~/server/container-slot';
import { messageTerms, queryTerms } from '~/server/models/search-terms';
import { handleRequest } from '~/server/trpc/http';
import { startConfab, type TestServer } from '../support/confab';
import { aGroup, send } from '../support/conversations';
import { aPerson, type Person } from '../support/people';
import { openSocket } from '../support/sockets';
import { longestTurn } from '../support/turns';

/** Milliseconds of processor time that one turn of the loop may take, whatever somebody sends: others wait no longer. */
const TURN_MAX_MS = 200;

let server: TestServer;
let ana: Person;
beforeAll(async () => {
  server = await startConfab();
  publishContainer(server.container);
  ana = await aPerson(server.url, 'Ana');
});
afterAll(() => server[Symbol.asyncDispose]());

/** As much of a body as is taken. */
const BODY = 4_000_000;
const filled = (piece: string, bytes = BODY) => piece.repeat(Math.floor(bytes / Buffer.byteLength(piece)));
const nested = (open: string, close: string) => `${filled(open, BODY / 2)}1${filled(close, BODY / 2)}`;
const group = (memberIds: string) => `{"name":"x","memberIds":${memberIds}}`;
const room = (name: string) => `{"slug":"x","name":${name}}`;

describe('no body that somebody sends holds others up:', () => {
  const bodies: Record<string, readonly [path: string, body: () => string]> = {
    'two million lists in one another': ['account.register', () => nested('[', ']')],
    'objects in one another': ['account.register', () => nested('{"a":', '}')],
    'lists in one another, in a field': ['conversation.createGroup', () => group(nested('[', ']'))],
    'lists in one another, in a batch': ['account.register?batch=1', () => `{"0":${nested('[', ']')}}`],
    'hundreds of thousands of fields': [
      'account.register',
      () => `{${Array.from({ length: 300_000 }, (_, index) => `"${index}":0`).join(',')}}`,
    ],
    'a million items': ['conversation.createGroup', () => group(`[${filled('0,')}0]`)],
    'a batch of hundreds of thousands': ['account.register?batch=1', () => `{${filled('"1":{},')}"0":{}}`],
    'a name of blanks without end': ['room.create', () => room(`"${filled(' ')}"`)],
    'a name of marks without end': ['room.create', () => room(`"${filled('\u0301')}"`)],
    'an address of dots without end': ['account.register', () => `{"email":"a@${filled('a.')}"}`],
    'an address of signs without end': ['account.register', () => `{"email":"${filled('a@')}"}`],
    'blanks without end': ['account.register', () => `{${filled(' ')}}`],
    'an escape without end': ['room.create', () => room(`"${filled('\\u0000')}"`)],
    'a text that is not closed': ['room.create', () => `{"name":"${filled('\\"')}`],
    'escapes that are escaped': ['room.create', () => room(`"${filled('\\\\')}"`)],
  };
  test.each(Object.keys(bodies))('%s', async (title) => {
    const [path, body] = bodies[title]!;
    const bytes = Buffer.from(body());
    const request = () =>
      new Request(`${server.url}/api/trpc/${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': `${bytes.length}`,
          authorization: `Bearer ${ana.token}`,
        },
        body: bytes,
      });
    const longest = await longestTurn(TURN_MAX_MS, async () => {
      const answer = await handleRequest(request());
      expect(answer.status).toBe(400);
      const text = await answer.text();
      expect(text).toContain('"appCode":"INVALID_INPUT"');
      expect(text.length).toBeLessThan(20_000);
    });
    expect(longest).toBeLessThan(TURN_MAX_MS);
  });
});

describe('no frame that somebody sends holds others up:', () => {
  const FRAME = 65_000;
  test.each([
    ['a batch of 10,000 calls', `[${filled('{"id":1},', 90_000).slice(0, FRAME)}`.replace(/,[^,]*$/, ']')],
    ['a batch of 10,000 empty objects', `[${Array(10_000).fill('{}').join()}]`],
    ['a batch of 30,000 numbers', `[${Array(30_000).fill('7').join()}]`],
  ])('%s', async (_what, frame) => {
    await using socket = await openSocket(server.url, { token: ana.token });
    expect((await socket.ask(1, 'query', 'account.me')).result).toBeDefined();
    const longest = await longestTurn(TURN_MAX_MS, async () => {
      socket.ws.send(frame);
      expect((await socket.next()).error?.data.appCode).toBe('INVALID_INPUT');
    });
    expect(longest).toBeLessThan(TURN_MAX_MS);
    expect((await socket.ask(2, 'query', 'account.me')).result?.data).toEqual(ana.me);
  });
});

describe('no text that is taken is slow to store, to look for or to show:', () => {
  const texts: Record<string, string> = {
    'mentions of nobody': '@ab ',
    'mentions in one another': '@a',
    'addresses that do not end': 'http://',
    'addresses of many parts': 'a.',
    'addresses with brackets': 'http://a/((((',
    'mail addresses': 'a@',
    'mail addresses that do not end': 'mailto:a@b.',
    'addresses without a host': 'www.',
    'marks on one letter': '\u0301',
    'compatible characters that are many': '\ufdfa',
    'code that is not closed': '```',
    'code and no code': '`a``',
    'emojis joined': '👩\u200d',
    flags: '🇮',
    'words of one letter': 'a ',
    'characters of China': '北',
    lines: '\n',
    blanks: ' \t',
    metacharacters: '.*+?^$(){}|[]\\',
    directions: '\u202e\u2066',
  };
  const reading = { mentioned: new Map(), findLinks: linksIn };

  test.each(Object.keys(texts))('%s', async (title) => {
    const piece = texts[title]!;
    const text = piece.repeat(Math.floor((TEXT_MAX - 1) / piece.length)).concat('!');
    const { id } = await aGroup(ana, []);
    const longest = await longestTurn(TURN_MAX_MS, async () => {
      await send(ana, id, text);
      await server.container.timeline.drain();
    });
    const shown = await longestTurn(TURN_MAX_MS, () => {
      blocksOf(text, reading);
      isEmojiOnly(text);
      previewOf(text);
    });
    const looked = await longestTurn(TURN_MAX_MS, () => {
      messageTerms(text);
      queryTerms(text);
    });
    expect(Math.max(longest, shown, looked)).toBeLessThan(TURN_MAX_MS);
  });
});
