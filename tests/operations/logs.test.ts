import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbeddedDatabase } from '~/server/embedded/server';
import { watchCommands } from '~/server/models/slow-commands';
import { type Backend, createBackend, startConfab } from '../support/confab';
import { aGroup, send } from '../support/conversations';
import { aWrittenLog } from '../support/lines';
import { aClientId, aPerson, apiOf, listenAs } from '../support/people';
import { runToEnd } from '../support/processes';
import { aBrowser, proceduresAndSignIn } from '../support/sessions';
import { openSocket } from '../support/sockets';
import { aDatabase } from '../support/timeline';
import { openUpload, patch } from '../support/uploads';

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend();
});
afterAll(() => backend.close());

/** A word that can come from nowhere else. */
const aWord = () => `canary${randomBytes(8).toString('hex')}`;

test('a busy run leaves no text, name, address, password, token, cookie or link in the log', async () => {
  const { log, lines, text } = aWrittenLog();
  // A database of its own, that can go away in the middle.
  const database = await startEmbeddedDatabase({ folder: null });
  const own = { ...backend, env: { ...backend.env, mongodbUrl: database.url, redisUrl: undefined } };
  const server = await startConfab({ backend: own, log, openSite: proceduresAndSignIn });
  const { url } = server;
  const word = aWord();
  const secrets = [word, own.env.secret, 'sig='];

  const ana = await aPerson(url, 'Ana');
  const ben = await aPerson(url, 'Ben');
  secrets.push(ana.token, ben.token, ana.me.email);
  await ana.api.account.update.mutate({ name: word });
  const { id } = await aGroup(ana, [ben], word);
  {
    await using live = await listenAs(ben, url);
    const message = await send(ana, id, `good evening ${word}`);
    await live.until(({ type }) => type === 'entry');
    await live.api.message.react.mutate({
      conversationId: id,
      messageId: message.id,
      emoji: '👍',
      on: true,
      clientId: aClientId(),
    });
    await ana.api.message.edit.mutate({
      conversationId: id,
      messageId: message.id,
      text: word,
      clientId: aClientId(),
    });
    await ana.api.message.search.query({ query: word });
    await ana.api.user.search.query({ query: word });

    const file = { filename: `${word}.txt`, mimeType: 'text/plain', bytes: Buffer.from(word) };
    const ticket = await openUpload({ person: ana, url }, file);
    await patch({ person: ana, url }, ticket.url, file.bytes);
    const shown = await ana.api.message.send.mutate({
      conversationId: id,
      clientId: aClientId(),
      text: word,
      uploadIds: [ticket.uploadId],
    });
    const link = shown.kind === 'message' ? (shown.attachments[0]?.url ?? '') : '';
    expect((await fetch(`${url}${link}`)).status).toBe(200);
    await fetch(`${url}${link.slice(0, -1)}`);
  }

  const browser = aBrowser(url);
  await browser.signIn(ana.me.username, { password: word });
  expect(await browser.signIn(ana.me.username)).toBeNull();
  await browser.session();
  secrets.push(
    ...browser
      .cookie()
      .split(/; |=/)
      .filter((part) => part.length > 30),
  );

  // What is wrong, and what nobody expected.
  const nobody = apiOf(url, word);
  await nobody.account.me.query().catch(() => {});
  await ana.api.message.send.mutate({ conversationId: word, clientId: '', text: word } as never).catch(() => {});
  await ana.api.account.register
    .mutate({ username: ana.me.username, email: ana.me.email, name: word, password: word })
    .catch(() => {});
  await fetch(`${url}/api/trpc/message.send`, { method: 'POST', body: `{"text":"${word}`, headers: { cookie: word } });
  await fetch(`${url}/somewhere?q=${word}`, { headers: { 'x-request-id': word } });
  await using socket = await openSocket(url, { token: ana.token });
  await socket.ask(1, 'query', 'message.search', { query: word, [word]: word });
  socket.ws.send(`{"broken": "${word}`);
  await socket.next();
  const line = connect(Number(new URL(url).port), '127.0.0.1');
  line.end(`GET /${'x'} HTTP/1.1\r\nCookie: ${word}\r\nbroken\r\n\r\n`);

  await database.close();
  await send(ana, id, word).catch(() => {});
  await nobody.account.register
    .mutate({ username: word.slice(0, 20), email: `${word}@example.org`, name: word, password: word })
    .catch(() => {});
  await server.close();

  for (const secret of secrets) expect(text().toLowerCase()).not.toContain(secret.toLowerCase());
  expect(text()).not.toContain('correct horse');
  // It has been listening all along.
  const said = (path: string) => lines.some((each) => each.msg === 'a call' && each.path === path);
  for (const path of ['account.register', 'message.send', 'message.search', 'message.react']) {
    expect(said(path), path).toBe(true);
  }
  expect(lines.some(({ outcome }) => outcome === 'UNAVAILABLE')).toBe(true);
  expect(lines.some(({ level, error }) => level === 'error' && /\n +at /.test(String(error)))).toBe(true);
});

test('a database’s own words about a double stay out of the log, and what it was about does not', async () => {
  await using database = await aDatabase();
  const { log, lines, text } = aWrittenLog();
  const username = aWord();
  const ana = { username, usernameKey: username, email: `${username}@example.org`, name: 'Ana', passwordHash: '-' };
  const create = () => database.models.users.create({ ...ana, terms: [], createdAt: new Date() });
  await create();
  await create().catch((error) => log.error({ error }, 'not created'));
  expect(lines).toHaveLength(1);
  expect(String(lines[0]?.error)).toMatch(/duplicate key/i);
  expect(text()).not.toContain(username);
});

test('a request has one name: in its answer, and in every line that is about it', async () => {
  const { log, until } = aWrittenLog();
  await using server = await startConfab({ backend, log });
  const ana = await aPerson(server.url, 'Ana');
  const response = await fetch(`${server.url}/api/trpc/account.me`, {
    headers: { authorization: `Bearer ${ana.token}`, 'x-request-id': 'of-the-client' },
  });
  const requestId = response.headers.get('x-request-id');
  expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
  expect(await until((line) => line.requestId === requestId && line.msg === 'a call')).toMatchObject({
    call: 1,
    path: 'account.me',
    userId: ana.me.id,
    outcome: 'OK',
    ms: expect.any(Number),
  });
  expect(await until((line) => line.requestId === requestId && line.msg === 'a request')).toMatchObject({
    method: 'GET',
    path: '/api/trpc/account.me',
    status: 200,
  });
});

test('a proxy of ours names requests, if with a name; behind none, clients do not', async () => {
  const behind = { ...backend, env: { ...backend.env, trustProxy: true } };
  await using server = await startConfab({ backend: behind });
  const named = async (name: string) =>
    (await fetch(`${server.url}/healthz`, { headers: { 'x-request-id': name } })).headers.get('x-request-id');
  expect(await named('proxy-7:2f.A_b')).toBe('proxy-7:2f.A_b');
  for (const wrong of ['', 'two words', '"quoted"', 'x'.repeat(65), '<script>']) {
    expect(await named(wrong)).toMatch(/^[0-9a-f-]{36}$/);
  }
});

test('the calls of a socket carry the socket’s name and their number, and its end is written down', async () => {
  const { log, lines, until } = aWrittenLog();
  await using server = await startConfab({ backend, log });
  const ana = await aPerson(server.url, 'Ana');
  const socket = await openSocket(server.url, { token: ana.token });
  const already = lines.length;
  await socket.ask(1, 'query', 'account.me');
  await socket.ask(2, 'query', 'receipt.unread');
  const calls = lines.slice(already).filter(({ msg }) => msg === 'a call');
  const [first] = calls;
  expect(calls).toMatchObject([
    { requestId: first?.requestId, call: 1, path: 'account.me', userId: ana.me.id },
    { requestId: first?.requestId, call: 2, path: 'receipt.unread', userId: ana.me.id },
  ]);
  await socket[Symbol.asyncDispose]();
  await until((line) => line.msg === 'a socket closed' && line.requestId === first?.requestId);
});

test('a slow command of the database is written down by its name and collection, without what was asked', async () => {
  await using database = await aDatabase();
  const { log, lines, text } = aWrittenLog();
  const word = aWord();
  const { models } = database;
  // As if no command may take any time.
  watchCommands(models.connection.getClient(), log, 0);
  await models.users.findOne({ usernameKey: word });
  await models.entries.updateOne({ clientId: word }, { $set: { clientId: word } });
  const commands = lines.filter(({ msg }) => msg === 'a slow command of the database');
  expect(commands).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ level: 'warn', command: 'find', collection: 'users', failed: false }),
      expect.objectContaining({ level: 'warn', command: 'update', collection: 'entries', failed: false }),
    ]),
  );
  expect(text()).not.toContain(word);
});

test.each(['exception', 'rejection'])(
  'an error that nobody caught is written down, and ends the process: %s',
  async (kind) => {
    const { code, stdout } = await runToEnd('tests/support/dies-by-itself.ts', {}, [kind]);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect({ code, lines }).toEqual({
      code: 1,
      lines: [
        expect.objectContaining({
          level: 'error',
          origin: kind === 'rejection' ? 'unhandledRejection' : 'uncaughtException',
          error: expect.stringMatching(/^Error: broken for …@…\n +at .*dies-by-itself\.mjs/),
        }),
      ],
    });
  },
);
