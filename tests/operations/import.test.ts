import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ExportedHistory } from '~/contract/import';
import { importHistory } from '../../examples/import';
import { everything } from '../support/conversations';
import { aPerson } from '../support/people';
import { startServerProcess } from '../support/processes';
import { refusal } from '../support/refusals';

const at = (minute: number) => new Date(Date.UTC(2020, 4, 1, 12, minute)).toISOString();

const MESSAGES = Array.from({ length: 60 }, (_, index) => ({
  id: `m${index}`,
  senderId: index % 2 ? 'u1' : 'u2',
  at: at(index),
  text: `number ${index}`,
}));

const HISTORY: ExportedHistory = {
  format: 'confab-import-1',
  source: 'Old chat',
  people: [
    { id: 'u1', name: 'Ana' },
    { id: 'u2', name: 'Ben' },
  ],
  conversations: [
    {
      id: 'c1',
      kind: 'room',
      slug: 'mumbai',
      name: 'Mumbai',
      messages: [
        ...MESSAGES,
        {
          id: 'r1',
          senderId: 'u1',
          at: at(200),
          text: 'yes',
          replyToId: 'm3',
          reactions: [{ emoji: '👍', personIds: ['u2'] }],
        },
        { id: 'f1', senderId: 'u2', at: at(201), text: '', files: ['report.pdf'] },
        { id: 'x1', senderId: 'u9', at: at(202), text: 'from nobody' },
        { id: 'x2', senderId: 'u1', at: at(203), text: ' ', reactions: [] },
      ],
    },
  ],
};

test('a history is brought in once, with its people and times, though the server is killed meanwhile', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'confab-import-'));
  const env = { host: '127.0.0.1', dataDir: folder, secret: randomBytes(32).toString('hex') };
  let server = await startServerProcess({ ...env, port: 0 });
  try {
    const admin = await aPerson(server.url, 'Admin');
    const somebody = await aPerson(server.url, 'Somebody');
    const options = { baseUrl: server.url, token: admin.token };
    const port = Number(new URL(server.url).port);
    let restarted: Promise<void> | null = null;
    const say = () => {
      restarted ??= server.kill().then(async () => {
        server = await startServerProcess({ ...env, port });
      });
    };
    const left = await importHistory(HISTORY, { ...options, say });
    await restarted;
    expect(left).toEqual([
      'Mumbai, message f1: 1 files, of which the names alone are brought in',
      'Mumbai, message x1: nobody in people is called u9; left out',
      'Mumbai, message x2: it has no text; left out',
    ]);
    expect(await importHistory(HISTORY, options)).toEqual(left);

    const { id } = await somebody.api.room.join.mutate({ slug: 'mumbai' });
    const messages = (await everything(somebody, id)).flatMap((entry) => (entry.kind === 'message' ? [entry] : []));
    expect(messages.map(({ text }) => text)).toEqual([...MESSAGES.map(({ text }) => text), 'yes', '[report.pdf]']);
    expect(messages.map((each) => each.at)).toEqual([...MESSAGES.map((each) => each.at), at(200), at(201)]);
    const [, second] = messages;
    const reply = messages.at(-2)!;
    expect(reply).toMatchObject({ replyTo: { id: messages[3]!.id }, reactions: [{ emoji: '👍' }] });
    expect(reply.reactions[0]!.userIds).toEqual([messages[0]!.senderId]);
    const people = await somebody.api.user.byIds.query({ userIds: [second!.senderId] });
    expect(people).toMatchObject([{ name: 'Ana', kind: 'imported' }]);

    const message = { id: 'y', sender: { id: 'u1', name: 'Ana' }, at: at(1), text: 'not mine' };
    const forged = { conversationId: id, source: 'Old chat', messages: [message] };
    expect(await refusal(somebody.api.admin.importMessages.mutate(forged))).toMatchObject({ appCode: 'FORBIDDEN' });
  } finally {
    await server[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  }
});
