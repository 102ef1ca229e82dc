import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startConfab, type TestServer } from '../support/confab';
import { aGroup, send } from '../support/conversations';
import { aPicture } from '../support/files';
import { aClientId, aPerson, type Person } from '../support/people';
import { refusal } from '../support/refusals';
import { uploaded } from '../support/uploads';

let now = new Date('2031-05-06T07:08:09Z');
let server: TestServer;
let admin: Person;
let folder: string;
beforeAll(async () => {
  server = await startConfab({ now: () => now });
  admin = await aPerson(server.url, 'Admin');
  folder = await mkdtemp(join(tmpdir(), 'confab-export-'));
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** As another program unpacks it. */
async function unpacked(url: string, name: string): Promise<(path: string) => Promise<Buffer>> {
  const answer = await fetch(server.url + url);
  expect(answer.headers.get('content-type')).toBe('application/zip');
  const archive = join(folder, `${name}.zip`);
  await writeFile(archive, Buffer.from(await answer.arrayBuffer()));
  execFileSync('python3', ['-m', 'zipfile', '-t', archive]);
  execFileSync('python3', ['-m', 'zipfile', '-e', archive, join(folder, name)]);
  return (path) => readFile(join(folder, name, path));
}

describe('an export', () => {
  test('has what a person said and sent, and nothing of others', async () => {
    const [ana, ben] = [await aPerson(server.url, 'Ana'), await aPerson(server.url, 'Ben')];
    const { id: conversationId } = await aGroup(ana, [ben]);
    const picture = await aPicture('Straße 1.png');
    const { uploadId } = await uploaded({ person: ana, url: server.url }, picture);
    await send(ana, conversationId, 'one');
    await send(ben, conversationId, 'not hers');
    const clientId = aClientId();
    await ana.api.message.send.mutate({ conversationId, clientId, text: 'two', uploadIds: [uploadId] });
    const { url } = await ana.api.account.export.mutate();
    const read = await unpacked(url, 'ana');
    const json = async (path: string) => JSON.parse((await read(path)).toString());
    expect(await json('profile.json')).toMatchObject({ username: ana.me.username, email: ana.me.email });
    expect(await json('conversations.json')).toMatchObject([{ conversationId, kind: 'group', role: 'owner' }]);
    expect(await json('messages.json')).toMatchObject([{ text: 'one' }, { text: 'two' }]);
    expect(await json('reactions.json')).toEqual([]);
    const [file] = await json('files.json');
    expect(file).toMatchObject({ id: uploadId, filename: 'Straße 1.png' });
    expect((await read(file.path)).subarray(1, 4).toString()).toBe('PNG');
  });

  test('of somebody else is for admins, and is written down', async () => {
    const ana = await aPerson(server.url, 'Ana');
    const { url } = await admin.api.admin.exportPerson.mutate({ userId: ana.me.id });
    const profile = JSON.parse((await (await unpacked(url, 'other'))('profile.json')).toString());
    expect(profile).toMatchObject({ id: ana.me.id });
    const [line] = (await admin.api.admin.audit.query({})).items;
    expect(line).toMatchObject({ action: 'export', target: { id: ana.me.id } });
    expect((await refusal(ana.api.admin.exportPerson.mutate({ userId: admin.me.id }))).appCode).toBe('FORBIDDEN');
  });

  test('is not had through a link of another person, or of long ago', async () => {
    const ana = await aPerson(server.url, 'Ana');
    const { url, expiresAt } = await ana.api.account.export.mutate();
    const statusOf = async (path: string) => (await fetch(server.url + path)).status;
    expect(await statusOf(url.replace(ana.me.id, admin.me.id))).toBe(403);
    now = new Date(expiresAt);
    expect(await statusOf(url)).toBe(403);
  });
});
