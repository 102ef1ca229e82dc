import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Backend, createBackend, startConfab, type TestServer } from '../support/confab';
import { stored } from '../support/database';
import { aPerson, apiOf, PASSWORD, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let backend: Backend;
let server: TestServer;
let nobody: ReturnType<typeof apiOf>;
let ana: Person;
beforeAll(async () => {
  backend = await createBackend();
  server = await startConfab({ backend });
  nobody = apiOf(server.url);
  ana = await aPerson(server.url, 'Ana');
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await backend.close();
});

let names = 0;
function aRegistration(given: Partial<Parameters<typeof nobody.account.register.mutate>[0]> = {}) {
  const username = `someone${++names}`;
  return { username, email: `${username}@example.org`, name: 'Someone', password: PASSWORD, ...given };
}

describe('registering', () => {
  test('answers with the account as its owner sees it, and account.me with the same', async () => {
    const input = aRegistration({ username: 'Zoe', name: '  Zoë Ångström ' });
    const me = await nobody.account.register.mutate(input);
    expect(me).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      username: 'Zoe',
      avatarUrl: null,
      name: 'Zoë Ångström',
      email: input.email,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      role: expect.stringMatching(/^(admin|member)$/),
    });
    const { token } = await nobody.token.create.mutate({ login: 'zoe', password: PASSWORD, label: 'laptop' });
    expect(await apiOf(server.url, token).account.me.query()).toEqual(me);
  });

  test('takes a username once, without regard to case', async () => {
    const first = aRegistration({ username: 'Casey' });
    await nobody.account.register.mutate(first);
    const again = await refusal(nobody.account.register.mutate(aRegistration({ username: 'cASEY' })));
    expect(again).toMatchObject({ appCode: 'CONFLICT', httpStatus: 409, message: 'This username is taken.' });
  });

  test('takes an e-mail address once, without regard to case or space around it', async () => {
    await nobody.account.register.mutate(aRegistration({ email: 'Mail@Example.org' }));
    const again = await refusal(nobody.account.register.mutate(aRegistration({ email: ' mAIL@example.ORG ' })));
    expect(again).toMatchObject({
      appCode: 'CONFLICT',
      message: 'There is an account with this e-mail address already.',
    });
  });

  test('gives a username to one of several who ask for it at once', async () => {
    const spellings = ['racer', 'Racer', 'RACER', 'rAcer', 'raceR'];
    const results = await Promise.allSettled(
      spellings.map((username) => nobody.account.register.mutate(aRegistration({ username }))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') {
        expect(await refusal(Promise.reject(result.reason))).toMatchObject({
          appCode: 'CONFLICT',
          message: 'This username is taken.',
        });
      }
    }
    expect(await server.container.models.users.countDocuments({ usernameKey: 'racer' })).toBe(1);
  });

  test('gives an e-mail address to one of several who ask for it at once', async () => {
    const email = 'one-of-us@example.org';
    const results = await Promise.allSettled(
      [1, 2, 3, 4].map(() => nobody.account.register.mutate(aRegistration({ email }))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await server.container.models.users.countDocuments({ email })).toBe(1);
  });

  test('names the field that is wrong', async () => {
    const { data } = await nobody.account.register
      .mutate(aRegistration({ username: 'a', email: 'nowhere', password: 'short' }))
      .catch((error) => error);
    expect(Object.keys(data.fields).sort()).toEqual(['email', 'password', 'username']);
  });
});

describe('access tokens', () => {
  test('open everything that needs a person, for their owner', async () => {
    expect(await ana.api.account.me.query()).toEqual(ana.me);
    expect((await refusal(nobody.account.me.query())).appCode).toBe('UNAUTHENTICATED');
  });

  test('are given for a username in any case and for an e-mail address', async () => {
    for (const login of [ana.me.username.toUpperCase(), ana.me.email.toUpperCase(), ` ${ana.me.username} `]) {
      const { token } = await nobody.token.create.mutate({ login, password: PASSWORD, label: 'again' });
      expect(await apiOf(server.url, token).account.me.query()).toEqual(ana.me);
    }
  });

  test('are listed to their owner only, without the token itself', async () => {
    const [ben, cleo] = await Promise.all([aPerson(server.url, 'Ben'), aPerson(server.url, 'Cleo')]);
    await nobody.token.create.mutate({ login: ben.me.username, password: PASSWORD, label: 'second' });
    const listed = await ben.api.token.list.query();
    expect(listed.map(({ label }) => label)).toEqual(['test', 'second']);
    expect(Object.keys(listed[0]!).sort()).toEqual(['createdAt', 'id', 'label', 'lastUsedAt']);
    expect(listed.map(({ lastUsedAt }) => lastUsedAt !== null)).toEqual([true, false]);
    expect(await cleo.api.token.list.query()).toHaveLength(1);
  });

  test('are refused once revoked, and revoking again finds nothing', async () => {
    const ben = await aPerson(server.url, 'Ben');
    const { token } = await nobody.token.create.mutate({ login: ben.me.username, password: PASSWORD, label: 'lost' });
    const lost = apiOf(server.url, token);
    await lost.account.me.query();
    const tokenId = (await ben.api.token.list.query()).find(({ label }) => label === 'lost')!.id;
    await ben.api.token.revoke.mutate({ tokenId });
    expect(await refusal(lost.account.me.query())).toMatchObject({ appCode: 'UNAUTHENTICATED', httpStatus: 401 });
    expect((await refusal(ben.api.token.revoke.mutate({ tokenId }))).appCode).toBe('NOT_FOUND');
    await ben.api.account.me.query();
  });

  test("of somebody else cannot be revoked, and look as if they weren't there", async () => {
    const [ben, cleo] = await Promise.all([aPerson(server.url, 'Ben'), aPerson(server.url, 'Cleo')]);
    const tokenId = (await ben.api.token.list.query())[0]!.id;
    expect((await refusal(cleo.api.token.revoke.mutate({ tokenId }))).appCode).toBe('NOT_FOUND');
    await ben.api.account.me.query();
  });

  test('that are malformed, altered or of another id are refused', async () => {
    const [, id, secret] = ana.token.split('_') as [string, string, string];
    const other = secret.startsWith('A') ? `B${secret.slice(1)}` : `A${secret.slice(1)}`;
    const wrong = [
      'confab',
      `${ana.token}x`,
      `confab_${id}_${other}`,
      `confab_${'0'.repeat(24)}_${secret}`,
      `confab_${id}_`,
      secret,
      `${ana.token} ${ana.token}`,
    ];
    for (const token of wrong) {
      expect((await refusal(apiOf(server.url, token).account.me.query())).appCode).toBe('UNAUTHENTICATED');
    }
  });

  test('are not taken from the query', async () => {
    const answer = await fetch(`${server.url}/api/trpc/account.me?token=${ana.token}&access_token=${ana.token}`);
    expect(answer.status).toBe(401);
  });

  test('and passwords are nowhere in what is stored', async () => {
    const { token } = await nobody.token.create.mutate({ login: ana.me.username, password: PASSWORD, label: 'secret' });
    const secret = token.split('_').slice(2).join('_');
    const everything = JSON.stringify(await stored(server.container));
    expect(everything).toContain(ana.me.email);
    for (const hidden of [token, secret, PASSWORD, Buffer.from(PASSWORD).toString('base64')]) {
      expect(everything).not.toContain(hidden);
    }
    for (const file of await filesIn(backend.env.dataDir)) {
      const content = await readFile(file);
      for (const hidden of [secret, PASSWORD]) expect(content.includes(hidden)).toBe(false);
    }
  });
});

async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
