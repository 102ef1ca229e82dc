import { expect, test } from 'vitest';
import type { Entry } from '~/contract/entry';
import { unreadIn } from './use-unread-mark';

const ANA = 'a'.repeat(24);
const BEN = 'b'.repeat(24);

function aMessage(seq: number, { senderId = BEN, deleted = false } = {}): Entry {
  return {
    kind: 'message',
    conversationId: 'c'.repeat(24),
    seq,
    id: String(seq).padStart(24, '0'),
    clientId: `client-${seq}`,
    senderId,
    at: '2026-05-10T12:00:00.000Z',
    text: deleted ? '' : 'hello',
    attachments: [],
    replyTo: null,
    mentions: [],
    forwarded: false,
    editedAt: null,
    deletedAt: deleted ? '2026-05-10T12:00:00.000Z' : null,
    reactions: [],
    rev: seq,
  };
}

test('unread is what others wrote after what was read, unless it is deleted', () => {
  const entries = [
    aMessage(4),
    aMessage(5, { senderId: ANA }),
    aMessage(6, { deleted: true }),
    aMessage(7),
    aMessage(8),
  ];
  expect(unreadIn(entries, { upTo: 4, head: 8 }, ANA)).toEqual([7, 8]);
  expect(unreadIn(entries, { upTo: 7, head: 8 }, ANA)).toEqual([8]);
  expect(unreadIn(entries, { upTo: 8, head: 8 }, ANA)).toEqual([]);
});

test('what comes later does not count', () => {
  expect(unreadIn([aMessage(4), aMessage(5)], { upTo: 4, head: 4 }, ANA)).toEqual([]);
});

test('what was read before the stretch that is held does not matter', () => {
  expect(unreadIn([aMessage(40), aMessage(41)], { upTo: 2, head: 41 }, ANA)).toEqual([40, 41]);
});
