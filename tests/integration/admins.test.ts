import fc from 'fast-check';
import { Types } from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ADMINS } from '~/server/models/admins';
import { createAdmins } from '~/server/services/admins';
import { startConfab, type TestServer } from '../support/confab';
import { aPerson } from '../support/people';

let server: TestServer;
beforeAll(async () => {
  server = await startConfab();
});
afterAll(() => server[Symbol.asyncDispose]());

test('of those who register at once exactly one becomes admin, and nobody after them', async () => {
  await using fresh = await startConfab();
  const people = await Promise.all(['Ana', 'Ben', 'Cleo', 'Dov'].map((name) => aPerson(fresh.url, name)));
  const later = await aPerson(fresh.url, 'Eva');
  const roles = await Promise.all(people.map(async ({ api }) => (await api.account.me.query()).role));
  expect(roles.filter((role) => role === 'admin')).toHaveLength(1);
  expect(later.me.role).toBe('member');
});

test('whom programs write as is not the first account', async () => {
  await using fresh = await startConfab();
  const { models } = fresh.container;
  const bot = { username: 'bot', usernameKey: 'bot', email: 'bot@invalid', name: 'Bot', terms: [] };
  await models.users.create({ ...bot, kind: 'imported', createdAt: new Date() });
  expect((await aPerson(fresh.url, 'Ana')).me.role).toBe('admin');
});

describe('whatever is done at once and in whatever order,', () => {
  const somebody = fc.integer({ min: 0, max: 3 });
  const act = fc.record({ what: fc.constantFrom('make', 'unmake', 'bar', 'admit'), who: somebody } as const);

  test('there is an admin, and none of them is disabled', async () => {
    const { models } = server.container;
    const people = Array.from({ length: 4 }, () => new Types.ObjectId());
    const admins = createAdmins({ models });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(act, { maxLength: 4 }), { maxLength: 5 }), async (rounds) => {
        await models.admins.replaceOne({ _id: ADMINS }, { ids: people.slice(0, 2), barred: [] }, { upsert: true });
        for (const acts of rounds) {
          await Promise.allSettled(acts.map(({ what, who }) => admins[what](people[who]!.toString())));
          const { ids, barred } = await models.admins.findById(ADMINS).orFail().lean();
          expect(ids.length).toBeGreaterThan(0);
          expect(ids.filter((id) => barred.some((each) => each.equals(id)))).toEqual([]);
        }
      }),
      { numRuns: 25 },
    );
  });
});
