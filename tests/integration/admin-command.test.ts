import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '~/server/command/run';
import { type Backend, createBackend, startConfab, type TestServer } from '../support/confab';
import { aPerson, apiOf, PASSWORD, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let backend: Backend;
let server: TestServer;
let admin: Person;
let ana: Person;
let folder: string;
beforeAll(async () => {
  // Its database, unless the environment names one, is the embedded one in its folder.
  backend = await createBackend();
  server = await startConfab({ backend });
  [admin, ana] = [await aPerson(server.url, 'Admin'), await aPerson(server.url, 'Ana')];
  folder = await mkdtemp(join(tmpdir(), 'confab-command-'));
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await backend.close();
  await rm(folder, { recursive: true, force: true });
});

async function run(...words: string[]) {
  const [printed, complaints]: string[][] = [[], []];
  const code = await runCommand(words, () => backend.env, {
    print: (line) => printed!.push(line),
    complain: (line) => complaints!.push(line),
  });
  return { code, printed: printed!.join('\n'), complaints: complaints!.join('\n') };
}

test('beside the server that runs, and without it, a command does what the page does', async () => {
  const { username } = ana.me;
  expect(await run('list-people', username)).toMatchObject({ code: 0, printed: expect.stringContaining(ana.me.email) });
  expect(await run('disable', username, '--reason', 'spam')).toMatchObject({ code: 0, complaints: '' });
  const signIn = { login: username, password: PASSWORD, label: 'again' };
  expect((await refusal(apiOf(server.url).token.create.mutate(signIn))).appCode).toBe('FORBIDDEN');
  const [line] = (await admin.api.admin.audit.query({})).items;
  expect(line).toMatchObject({ by: null, action: 'disable', reason: 'spam', target: { id: ana.me.id } });
  expect(await run('export-person', username, join(folder, 'ana'))).toMatchObject({ code: 0 });
  expect(await readdir(join(folder, 'ana'))).toContain('messages.json');
  await server.close();
  expect(await run('enable', username)).toMatchObject({ code: 0, complaints: '' });
  expect((await run('list-people', username)).printed).not.toContain('disabled');
  expect(await run('audit')).toMatchObject({ printed: expect.stringContaining('“spam”') });
});

test.each([
  [['frobnicate'], 2, 'There is no command frobnicate'],
  [['disable'], 2, 'Say whom'],
  [['erase-person', 'admin@example.org'], 1, 'There is nobody called'],
  [['disable', '--force'], 2, '--force'],
])('%j ends with %d and says why', async (words, code, complaint) => {
  expect(await run(...words)).toMatchObject({ code, complaints: expect.stringContaining(complaint) });
});

test('help says what there is', async () => {
  expect(await run('help')).toMatchObject({ code: 0, printed: expect.stringContaining('erase-person') });
});
