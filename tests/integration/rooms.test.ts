import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RESULTS_MAX } from '~/contract/limits';
import { startConfab, type TestServer } from '../support/confab';
import { aRoom, aSlug, everything, send } from '../support/conversations';
import { aPerson, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let server: TestServer;
let [ana, ben]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  [ana, ben] = await Promise.all([aPerson(server.url, 'Ana'), aPerson(server.url, 'Ben')]);
});
afterAll(() => server[Symbol.asyncDispose]());

describe('creating a room', () => {
  test('makes its maker the owner', async () => {
    const slug = aSlug();
    const room = await aRoom(ana!, { slug: slug.toUpperCase(), name: 'Gardening' });
    expect(room).toMatchObject({ kind: 'room', slug, name: 'Gardening', memberCount: 1, head: 1, peer: null });
    const { members } = await ana!.api.conversation.get.query({ conversationId: room.id });
    expect(members).toMatchObject([{ user: { id: ana!.me.id }, role: 'owner' }]);
  });

  test('whose slug is taken is refused, for its maker too', async () => {
    const { slug } = await aRoom(ana!);
    for (const person of [ben!, ana!]) {
      const refused = await refusal(aRoom(person, { slug: slug! }));
      expect(refused).toMatchObject({ appCode: 'CONFLICT', message: `There is a room called ${slug} already.` });
    }
  });

  test('by several at once succeeds for one of them', async () => {
    for (let round = 0; round < 3; round += 1) {
      const slug = aSlug('race');
      const results = await Promise.allSettled([ana!, ben!].map((person) => aRoom(person, { slug })));
      const made = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
      expect(made).toHaveLength(1);
      const owner = [ana!, ben!].find(({ me }) => me.id === made[0]!.createdBy)!;
      expect(await everything(owner, made[0]!.id)).toHaveLength(1);
    }
  });
});

describe('joining and leaving', () => {
  const leave = (person: Person, slug: string) => person.api.room.leave.mutate({ slug });
  const join = (person: Person, slug: string) => person.api.room.join.mutate({ slug });

  test('a room that does not exist is NOT_FOUND', async () => {
    const slug = aSlug('nowhere');
    expect((await refusal(join(ben!, slug))).appCode).toBe('NOT_FOUND');
    expect((await refusal(leave(ben!, slug))).appCode).toBe('NOT_FOUND');
  });

  test('once joined, one reads what was said before and may write', async () => {
    const room = await aRoom(ana!);
    const said = await send(ana!, room.id, 'welcome');
    const joined = await join(ben!, room.slug!);
    expect(joined).toMatchObject({ id: room.id, memberCount: 2, head: 3 });
    expect((await everything(ben!, room.id))[1]).toEqual(said);
    expect((await send(ben!, room.id)).seq).toBe(4);
  });

  test('twice, later or at once, changes nothing', async () => {
    const { slug, id } = await aRoom(ana!);
    await Promise.all([1, 2, 3].map(() => join(ben!, slug!)));
    expect(await join(ben!, slug!)).toMatchObject({ memberCount: 2, head: 2 });
    await Promise.all([1, 2, 3].map(() => leave(ben!, slug!)));
    await leave(ben!, slug!);
    expect(await everything(ana!, id)).toMatchObject([
      { action: 'created' },
      { action: 'joined', senderId: ben!.me.id },
      { action: 'left', senderId: ben!.me.id },
    ]);
    expect((await ana!.api.conversation.get.query({ conversationId: id })).memberCount).toBe(1);
  });

  test('once left, nothing of it can be read or written any more', async () => {
    const { slug, id } = await aRoom(ana!);
    await join(ben!, slug!);
    await leave(ben!, slug!);
    expect((await refusal(everything(ben!, id))).appCode).toBe('FORBIDDEN');
    expect((await refusal(send(ben!, id))).appCode).toBe('FORBIDDEN');
    const { conversations } = await ben!.api.conversation.list.query({});
    expect(conversations.map((conversation) => conversation.id)).not.toContain(id);
  });

  test('again and again is possible', async () => {
    const { slug, id } = await aRoom(ana!);
    for (let round = 0; round < 3; round += 1) {
      await join(ben!, slug!);
      await leave(ben!, slug!);
    }
    expect(await join(ben!, slug!)).toMatchObject({ memberCount: 2, head: 8 });
    const { members } = await ana!.api.conversation.get.query({ conversationId: id });
    expect(members.at(-1)).toMatchObject({ user: { id: ben!.me.id }, role: 'member', joinedSeq: 8 });
  });

  test('its owner may leave, and owns it again when nobody else was there to take over', async () => {
    const { slug, id } = await aRoom(ana!);
    await leave(ana!, slug!);
    await join(ana!, slug!);
    const { members } = await ana!.api.conversation.get.query({ conversationId: id });
    expect(members).toMatchObject([{ role: 'owner' }]);
  });
});

describe('finding rooms', () => {
  const slugs = { cafe: aSlug('cafe'), astral: aSlug('astral'), music: aSlug('music'), plain: aSlug('plain') };
  beforeAll(async () => {
    await aRoom(ana!, { slug: slugs.cafe, name: 'Café Ångström (a+b)' });
    await aRoom(ana!, { slug: slugs.astral, name: '山𠮷 Stammtisch' });
    await aRoom(ana!, { slug: slugs.music, name: 'Old MUSIC Lovers' });
    await aRoom(ben!, { slug: slugs.plain, name: 'Plain' });
  });
  const found = async (query: string, person = ana!) => {
    const { rooms } = await person.api.room.list.query({ query });
    return rooms.map(({ slug }) => slug);
  };

  test.each([
    ['the start of a word of the name', 'mus', 'music'],
    ['another case', 'MUSIC', 'music'],
    ['several words in any order', 'lov old', 'music'],
    ['no marks where the name has them', 'cafe angs', 'cafe'],
    ['marks the name writes otherwise', 'CAFÉ', 'cafe'],
    ['words with signs between them', 'ångström*(a', 'cafe'],
    ['the beginning of a word that goes on beyond the basic plane', '山', 'astral'],
    ['such a word in full', '山𠮷', 'astral'],
    ['the slug', slugs.plain, 'plain'],
  ] as const)('finds by %s', async (_what, query, room) => {
    expect(await found(query)).toEqual([slugs[room]]);
  });

  test.each([
    ['the middle of a word', 'usic'],
    ['one word of two that is not there', 'music nowhere'],
    ['dots and stars', '.*'],
    ['a dollar sign', '$'],
    ['an open bracket', '('],
    ['a class', '[a-z]+'],
    ['a wildcard', '%'],
    ['the sign after the last of all', '\uffff'],
    ['a long string', 'a'.repeat(80)],
    ['many long words', 'zz '.repeat(26).trim()],
  ])('finds nothing by %s', async (_what, query) => {
    expect(await found(query)).toEqual([]);
  });

  test('takes signs of a regular expression as what they are', async () => {
    expect(await found('mu.ic')).toEqual([]);
    expect(await found('^music$')).toEqual([slugs.music]);
  });

  test('refuses a query that is too long', async () => {
    expect((await refusal(found('a'.repeat(81)))).appCode).toBe('INVALID_INPUT');
  });

  test('says which of them one has joined', async () => {
    const { rooms } = await ben!.api.room.list.query({});
    const joined = new Map(rooms.map((room) => [room.slug, room.joined]));
    expect([joined.get(slugs.plain), joined.get(slugs.music)]).toEqual([true, false]);
  });

  test('lists every room once over pages, by slug', async () => {
    const stem = aSlug('page');
    const names = Array.from({ length: RESULTS_MAX + 7 }, (_, index) => `${stem}-${String(index).padStart(3, '0')}`);
    await Promise.all(names.toReversed().map((slug) => aRoom(ana!, { slug, name: 'Page' })));
    const listed: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<Person['api']['room']['list']['query']>> = await ana!.api.room.list.query({
        query: stem,
        cursor,
      });
      expect(page.rooms.length).toBeLessThanOrEqual(RESULTS_MAX);
      listed.push(...page.rooms.map(({ slug }) => slug));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(listed).toEqual(names);
  });

  test.each([
    'garbage',
    'bm90IGpzb24',
    Buffer.from('{}').toString('base64url'),
    Buffer.from('[1]').toString('base64url'),
  ])('refuses the cursor %s', async (cursor) => {
    expect((await refusal(ana!.api.room.list.query({ cursor }))).appCode).toBe('INVALID_INPUT');
  });
});
