import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, test } from 'vitest';
import { type Backend, createBackend } from '../support/confab';
import { runToEnd, variablesOf } from '../support/processes';

let backend: Backend;
beforeAll(async () => {
  backend = await createBackend();
});
afterAll(() => backend.close());

test.concurrent.for([
  ['none', ''],
  ['one that is to be changed', 'changeme-changeme-changeme-changeme'],
] as const)(
  'in production, a server with %s for a secret does not start, and says what to set',
  async ([_what, secret], { expect }) => {
    const variables = { ...variablesOf(backend.env), NODE_ENV: 'production', NEXTAUTH_SECRET: secret };
    const { code, stdout, stderr } = await runToEnd('src/server/main.ts', variables);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^ {2}NEXTAUTH_SECRET must .*; make one with: openssl rand -base64 32$/m);
    if (secret) expect(stderr).not.toContain(secret);
  },
);

test('no secret stands in the example of an environment, to be left as it is', async ({ expect }) => {
  const example = await readFile('.env.example', 'utf8');
  const values = [...example.matchAll(/^(\w*(?:SECRET|KEY|PASSWORD|TOKEN)\w*)=(.*)$/gm)].map(([, name, value]) => [
    name,
    value,
  ]);
  expect(values).toEqual([
    ['NEXTAUTH_SECRET', ''],
    ['METRICS_TOKEN', ''],
    ['VAPID_PUBLIC_KEY', ''],
    ['VAPID_PRIVATE_KEY', ''],
    ['S3_ACCESS_KEY_ID', ''],
    ['S3_SECRET_ACCESS_KEY', ''],
  ]);
});
