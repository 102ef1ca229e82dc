import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startBot } from '../../examples/bot';
import { aDirect, asMessage, everything } from '../support/conversations';
import { aPerson, type Person } from '../support/people';
import { type ServerProcess, startServerProcess } from '../support/processes';

let folder: string;
let server: ServerProcess;
let stop = () => {};
beforeAll(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  folder = await mkdtemp(join(tmpdir(), 'confab-bot-'));
  server = await start(0);
});
afterAll(async () => {
  stop();
  await server[Symbol.asyncDispose]();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

const secret = randomBytes(32).toString('hex');
const start = (port: number) =>
  startServerProcess({ port, host: '127.0.0.1', dataDir: join(folder, 'server'), secret, rates: { message: null } });

async function restart(): Promise<void> {
  const port = Number(new URL(server.url).port);
  await server.kill();
  server = await start(port);
}

async function ask({ api }: Person, conversationId: string, text: string): Promise<void> {
  await api.message.send.mutate({ conversationId, clientId: `ask-${text.replace(/\W/g, '-')}`, text });
}

/** The bot's answers, once there are that many; each beside what it answers. */
async function answers(person: Person, conversationId: string, count: number): Promise<[string, string][]> {
  for (;;) {
    const messages = (await everything(person, conversationId)).flatMap((entry) =>
      entry.kind === 'message' ? [asMessage(entry)] : [],
    );
    const asked = new Map(messages.map(({ id, text }) => [id, text]));
    const given = messages.flatMap(({ replyTo, text }): [string, string][] =>
      replyTo ? [[asked.get(replyTo.id) ?? '', text]] : [],
    );
    if (given.length >= count) return given;
  }
}

test('the bot answers every command once, whatever is killed, and also what it was not there for', async () => {
  const bot = await aPerson(server.url, 'Echo');
  const ana = await aPerson(server.url, 'Ana');
  const { id } = await aDirect(ana, bot);
  const options = (name: string) => ({ baseUrl: server.url, token: bot.token, directory: join(folder, name) });
  stop = await startBot(options('bot'));
  await ask(ana, id, '/echo 1');
  await ask(ana, id, 'no command');
  expect(await answers(ana, id, 1)).toEqual([['/echo 1', '1']]);

  for (const text of ['/echo 2', '/echo 3', '/echo 4']) await ask(ana, id, text);
  await restart();
  await ask(ana, id, '/echo 5');
  const four = ['2', '3', '4', '5'].map((each) => [`/echo ${each}`, each]);
  expect((await answers(ana, id, 5)).slice(1)).toEqual(four);

  stop();
  await ask(ana, id, '/echo 6');
  stop = await startBot(options('bot'));
  expect((await answers(ana, id, 6)).at(-1)).toEqual(['/echo 6', '6']);

  // Its folder is lost: what it has answered is named by what it answers.
  stop();
  stop = await startBot(options('another'));
  await ask(ana, id, '/roll 1000000');
  await ask(ana, id, '/help');
  const all = await answers(ana, id, 8);
  expect(all).toHaveLength(8);
  expect(all.at(-1)).toEqual(['/help', 'I know /help, /echo, /time, /roll.']);
});
