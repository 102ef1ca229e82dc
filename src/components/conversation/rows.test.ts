import { expect, test } from 'vitest';
import type { MessageEntry } from '~/contract/entry';
import type { Act, OutboxItem } from '~/sync/state';
import { outboxRows, rowsOf } from './rows';

const ANA = 'a'.repeat(24);
const BEN = 'b'.repeat(24);

function aMessage({ seq = 1, senderId = ANA, at = new Date(2026, 4, 10, 12, 0) } = {}): MessageEntry {
  return {
    kind: 'message',
    conversationId: 'c'.repeat(24),
    seq,
    id: String(seq).padStart(24, '0'),
    clientId: `client-${seq}`,
    senderId,
    at: at.toISOString(),
    text: 'hello',
    attachments: [],
    replyTo: null,
    mentions: [],
    forwarded: false,
    editedAt: null,
    deletedAt: null,
    reactions: [],
    rev: seq,
  };
}

const A_MESSAGE: Act = { kind: 'message', text: 'hello', files: [], replyTo: null };

function anItem({ clientId = 'client-9', act = A_MESSAGE } = {}): OutboxItem {
  return {
    clientId,
    conversationId: 'c'.repeat(24),
    act,
    createdAt: new Date(2026, 4, 10, 12, 0).toISOString(),
    retryAt: null,
    status: 'queued',
    error: null,
    words: null,
  };
}

const starts = (rows: ReturnType<typeof rowsOf>) => rows.map((row) => row.kind === 'message' && row.startsGroup);

test('messages of one sender within five minutes belong together', () => {
  const entries = [
    aMessage({ seq: 1, at: new Date(2026, 4, 10, 12, 0) }),
    aMessage({ seq: 2, at: new Date(2026, 4, 10, 12, 4) }),
    aMessage({ seq: 3, at: new Date(2026, 4, 10, 12, 10) }),
    aMessage({ seq: 4, at: new Date(2026, 4, 10, 12, 11), senderId: BEN }),
  ];
  expect(starts(rowsOf(entries, 0, 4))).toEqual([true, false, true, true]);
});

test('a new day begins a line and a group', () => {
  const entries = [
    aMessage({ seq: 1, at: new Date(2026, 4, 10, 23, 59) }),
    aMessage({ seq: 2, at: new Date(2026, 4, 11, 0, 1) }),
  ];
  const [first, second] = rowsOf(entries, 0, 2);
  expect(first?.day).toBe(new Date(2026, 4, 10).getTime());
  expect(second?.day).toBe(new Date(2026, 4, 11).getTime());
  expect(starts(rowsOf(entries, 0, 2))).toEqual([true, true]);
});

test('a part of the list has the same rows as the whole', () => {
  const entries = [1, 2, 3, 4, 5].map((seq) => aMessage({ seq }));
  expect([...rowsOf(entries, 0, 2), ...rowsOf(entries, 2, 5)]).toEqual(rowsOf(entries, 0, 5));
});

test('what people do not see has no row and interrupts nothing', () => {
  const entries = [
    aMessage({ seq: 1 }),
    { ...aMessage({ seq: 2 }), kind: 'delete' as const, targetId: '1', targetSeq: 1 },
    aMessage({ seq: 3 }),
  ];
  const rows = rowsOf(entries, 0, 3);
  expect(rows.map((row) => row.key)).toEqual([`${ANA}:client-1`, `${ANA}:client-3`]);
  expect(starts(rows)).toEqual([true, false]);
});

test('a message keeps its key on its way from the outbox into the list', () => {
  const [pending] = outboxRows([], [anItem({ clientId: 'client-7' })], ANA);
  const [sent] = rowsOf([aMessage({ seq: 7 })], 0, 1);
  expect(pending?.key).toBe(sent?.key);
});

test('an edit on its way has no line of its own', () => {
  const edit: Act = { kind: 'edit', targetId: '1'.repeat(24), targetSeq: 1, text: 'better' };
  expect(outboxRows([], [anItem({ act: edit }), anItem({ clientId: 'client-8' })], ANA)).toHaveLength(1);
});
