import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readEnv } from '~/server/env';
import { random } from '../../chaos/random';
import { NEWCOMERS, RESIDENTS } from '../../demo/people';
import { pauseOf, startResidents } from '../../demo/residents';
import { seed } from '../../demo/seed';
import type { Talk } from '../../demo/talk/story';
import { CHEAP_PASSWORDS, startConfab } from '../support/confab';
import { everything } from '../support/conversations';
import { apiOf, listenAs } from '../support/people';

const PEOPLE = [...NEWCOMERS, ...RESIDENTS].filter(({ username }) => ['robin', 'amara', 'frieda'].includes(username));

const TALKS: readonly Talk[] = [
  {
    key: 'crew',
    kind: 'group',
    name: 'Crew',
    picture: 'cat',
    members: ['amara', 'robin', 'frieda'],
    set: { robin: { pinned: true } },
    unseen: { robin: 1 },
    lines: [
      ['amara', 'one', { ago: '2d', key: 'one', files: ['programme'], pinnedBy: 'frieda' }],
      ['frieda', 'two', { to: 'one', edited: 'zwei', reactions: { '👍': ['amara', 'robin'] } }],
      ['amara', 'three', { ago: '1h' }],
    ],
  },
  { key: 'pair', kind: 'direct', members: ['amara', 'robin'], lines: [['amara', 'hello', { ago: '3h' }]] },
];

describe('the demo', () => {
  test('is seeded once, however often it is begun, and its people answer', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'confab-demo-'));
    const off = new AbortController();
    const now = new Date();
    const options = { dataDir, now, passwordOf: () => undefined, passwordCost: CHEAP_PASSWORDS };
    try {
      const first = await seed({ people: PEOPLE, talks: TALKS }, options);
      const { tokens, conversations } = await seed({ people: PEOPLE, talks: TALKS }, options);
      expect(conversations).toEqual(first.conversations);

      const env = readEnv({ NODE_ENV: 'test', DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'silent' });
      await using server = await startConfab({ env });
      const robin = { api: apiOf(server.url, tokens.robin), token: tokens.robin ?? '', me: {} as never };
      const { crew = '', pair = '' } = conversations;
      const entries = await everything(robin, crew);
      const messages = entries.flatMap((entry) => (entry.kind === 'message' ? [entry] : []));
      expect(messages.map(({ text }) => text)).toEqual(['one', 'zwei', 'three']);
      expect(messages[0]?.attachments.map(({ filename }) => filename)).toEqual(['lantern-night-programme.pdf']);
      expect(messages[1]?.reactions[0]?.userIds).toHaveLength(2);
      expect(now.getTime() - Date.parse(messages[0]?.at ?? '')).toBe(2 * 86_400_000);
      const { conversations: list } = await robin.api.conversation.list.query({});
      expect(list.map(({ id, unread, pinned }) => ({ id, unread, pinned }))).toEqual([
        { id: crew, unread: 1, pinned: true },
        { id: pair, unread: 0, pinned: false },
      ]);

      await using listening = await listenAs(robin, server.url);
      const characters = PEOPLE.filter(({ username }) => username !== 'robin');
      const residents = await startResidents({
        url: server.url,
        tokens,
        conversations,
        characters,
        scenes: [],
        chance: random('demo'),
        pause: pauseOf(off.signal, 50),
      });
      const sent = await robin.api.message.send.mutate({
        conversationId: pair,
        clientId: 'from-robin',
        text: 'Danke!',
      });
      await listening.until((event) => event.type === 'typing' && event.conversationId === pair);
      const answer = await listening.until(
        (event) =>
          event.type === 'entry' &&
          event.entry.conversationId === pair &&
          event.entry.seq > sent.seq &&
          event.entry.kind === 'message',
      );
      expect(answer).toMatchObject({ entry: { text: expect.stringMatching(/^(Gern geschehen|Nicht dafür)/) } });
      residents.stop();
    } finally {
      off.abort();
      await rm(dataDir, { recursive: true, force: true });
    }
  });
});
