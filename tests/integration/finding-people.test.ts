import { afterAll, beforeAll, expect, test } from 'vitest';
import { startConfab, type TestServer } from '../support/confab';
import { aCrowd } from '../support/crowd';
import { aPerson, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let server: TestServer;
let [ana, zoe, ben]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  [ana, zoe, ben] = await Promise.all([
    aPerson(server.url, 'Ana'),
    aPerson(server.url, 'Zoe'),
    aPerson(server.url, 'Benedikt'),
  ]);
  await server.container.models.users.updateOne(
    { _id: zoe.me.id },
    { $set: { name: 'Zoë 𠮷田 Ångström', terms: ['zoe', '𠮷田', 'angstrom'] } },
  );
});
afterAll(() => server[Symbol.asyncDispose]());

const found = async (query: string, person = ana!) =>
  (await person.api.user.search.query({ query })).map(({ id }) => id);

test.each(['zo', 'ZOE', 'zoë', 'angs zo', 'Ångström', '𠮷', '"zoe"', 'zoe.*'])(
  '%s finds the person it begins',
  async (query) => {
    expect(await found(query)).toEqual([zoe!.me.id]);
  },
);

test.each(['oe', 'zoe nowhere', '.*', '$', '(', '', '   ', '{"$ne":null}', 'z'.repeat(80)])(
  '%j finds nobody',
  async (query) => {
    expect(await found(query)).toEqual([]);
  },
);

test('nobody finds themselves', async () => {
  expect(await found('benedikt', ben!)).toEqual([]);
  expect(await found('benedikt')).toEqual([ben!.me.id]);
});

test('a search has an end, by username', async () => {
  await aCrowd(server.container, 60);
  const people = await ana!.api.user.search.query({ query: 'crowd' });
  expect(people).toHaveLength(50);
  expect(people.map(({ username }) => username)).toEqual(people.map(({ username }) => username).toSorted());
});

test('others see of a person what is public, and no more', async () => {
  const visible = { id: ben!.me.id, username: ben!.me.username, name: 'Benedikt', avatarUrl: null };
  expect(await ana!.api.user.byIds.query({ userIds: [ben!.me.id] })).toEqual([visible]);
  expect(await ana!.api.user.search.query({ query: 'benedikt' })).toEqual([visible]);
});

test('of several ids, those that are somebody are answered, each once', async () => {
  const userIds = [zoe!.me.id, 'f'.repeat(24), ben!.me.id, zoe!.me.id];
  const people = await ana!.api.user.byIds.query({ userIds });
  expect(people.map(({ id }) => id).toSorted()).toEqual([zoe!.me.id, ben!.me.id].toSorted());
  expect((await refusal(ana!.api.user.get.query({ userId: 'f'.repeat(24) }))).appCode).toBe('NOT_FOUND');
});
