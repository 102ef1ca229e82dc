import { createServer } from 'node:net';
import { afterAll, beforeAll, test } from 'vitest';
import { startEmbeddedDatabase } from '~/server/embedded/server';
import { connectModels } from '~/server/models/models';
import { type Backend, createBackend } from '../support/confab';
import { type Exit, runToEnd, variablesOf } from '../support/processes';

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend();
});
afterAll(() => backend.close());

/** The server as people start it, with something wrong. */
const start = (changes: Record<string, string>): Promise<Exit> =>
  runToEnd('src/server/main.ts', { ...variablesOf(backend.env), ...changes });

test.concurrent('a server that is set up wrongly says what to set, and nothing else, and exits with 1', async ({
  expect,
}) => {
  const { code, stdout, stderr } = await start({ PORT: 'http', NODE_ENV: 'production', NEXTAUTH_SECRET: '' });
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toBe(
    'The environment cannot be used:\n  PORT must be a port number, for example PORT=3000\nSee .env.example.\n',
  );
});

test.concurrent('a server whose port is taken says so and exits with 1', async ({ expect }) => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as { port: number };
  const { code, stderr } = await start({ PORT: `${port}` });
  expect({ code, stderr }).toEqual({ code: 1, stderr: 'The port is taken: set PORT to another one.\n' });
  await new Promise((resolve) => other.close(resolve));
});

test.concurrent('a server whose database is out of reach says so and exits with 1', async ({ expect }) => {
  const { code, stderr } = await start({ MONGODB_URL: 'mongodb://127.0.0.1:1' });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^The database of MONGODB_URL is out of reach: .*\n$/);
});

test.concurrent.for([
  ['one, and a name', (port: string, name: string) => `mongodb://127.0.0.1:${port}/${name}`, true],
  ['one, without a name', (port: string) => `mongodb://127.0.0.1:${port}`, false],
  [
    'several, and a name',
    (port: string, name: string) => `mongodb://127.0.0.1:${port},localhost:${port}/${name}`,
    true,
  ],
  ['several, without a name', (port: string) => `mongodb://127.0.0.1:${port},localhost:${port}/?appName=test`, false],
] as const)('the database is found at %s', async ([, urlOf, isNamed], { expect }) => {
  // Not the one of the environment, of which the unnamed database may be somebody's.
  const embedded = await startEmbeddedDatabase({ folder: null });
  const models = await connectModels(urlOf(new URL(embedded.url).port, 'other'));
  expect(models.connection.db?.databaseName).toBe(isNamed ? 'other' : 'confab');
  await models.close();
  await embedded.close();
});
