import { expect, test } from 'vitest';
import type { Move } from '../history';
import type { Evidence, LawName } from './law';
import { violationsIn } from './laws';
import { anAct, anEntry, anEvidence } from './testing';

const brokenBy = (parts: Partial<Evidence>): LawName[] => [
  ...new Set(violationsIn(anEvidence(parts)).map(({ law }) => law)),
];

const group = { id: 'group', headSeq: 1, memberCount: 2, members: ['ana', 'ben'] };

test('a message that was acknowledged and is stored as it was answered breaks no law', () => {
  expect(brokenBy({ acts: [anAct()], entries: [anEntry()], conversations: [group] })).toEqual([]);
});

test('a message that was acknowledged and is not there is lost', () => {
  expect(brokenBy({ acts: [anAct()] })).toEqual(['durable']);
});

test('so is one under another number or id than was answered to any of its attempts', () => {
  const twice = anAct({
    attempts: [
      { result: 'answered', id: 'id-1', seq: 1 },
      { result: 'answered', id: 'id-2', seq: 2 },
    ],
  });
  expect(brokenBy({ acts: [twice], entries: [anEntry()] })).toEqual(['durable']);
  expect(brokenBy({ acts: [anAct()], entries: [anEntry({ id: 'id-9' })] })).toEqual(['durable']);
});

test('one that was seen in its place without an answer has to be there too', () => {
  const seen = anAct({ attempts: [{ result: 'unknown', code: 'NETWORK' }] });
  expect(brokenBy({ acts: [seen], entries: [anEntry()] })).toEqual([]);
  expect(brokenBy({ acts: [seen] })).toEqual(['durable']);
});

test('a clientId, an id or a number that is there twice is doubled', () => {
  const acts = [anAct(), anAct({ clientId: 'two', order: 2, attempts: [], outcome: 'unknown' })];
  const other = anEntry({ seq: 2, id: 'id-2', clientId: 'two' });
  expect(brokenBy({ acts, entries: [anEntry(), other] })).toEqual([]);
  for (const double of [{ clientId: 'one' }, { id: 'id-1' }, { seq: 1 }]) {
    expect(brokenBy({ acts, entries: [anEntry(), { ...other, ...double }] })).toContain('once');
  }
});

test('a hole in the numbers is something lost', () => {
  const acts = [anAct(), anAct({ clientId: 'two', order: 2, attempts: [], outcome: 'unknown' })];
  expect(brokenBy({ acts, entries: [anEntry(), anEntry({ seq: 3, id: 'id-3', clientId: 'two' })] })).toEqual(['dense']);
});

test('what nobody did must not be there; what the server does by itself may', () => {
  expect(brokenBy({ entries: [anEntry()] })).toEqual(['nothing from nowhere']);
  expect(brokenBy({ entries: [anEntry({ clientId: 'system:created', kind: 'system' })] })).toEqual([]);
});

test('what failed must not be there; what is unknown may or may not', () => {
  const failed = anAct({ outcome: 'failed', attempts: [{ result: 'refused', code: 'FORBIDDEN' }] });
  expect(brokenBy({ acts: [failed] })).toEqual([]);
  expect(brokenBy({ acts: [failed], entries: [anEntry()] })).toEqual(['failed is failed']);
  const unknown = anAct({ outcome: 'unknown', attempts: [{ result: 'unknown', code: 'NETWORK' }] });
  expect(brokenBy({ acts: [unknown] })).toEqual([]);
  expect(brokenBy({ acts: [unknown], entries: [anEntry()] })).toEqual([]);
});

test('what one device wrote later has a later number, unless the first was refused in between', () => {
  const first = anAct({ attempts: [{ result: 'answered', id: 'id-2', seq: 2 }] });
  const second = anAct({ clientId: 'two', order: 2 });
  const entries = [anEntry({ clientId: 'two' }), anEntry({ seq: 2, id: 'id-2' })];
  expect(brokenBy({ acts: [first, second], entries })).toEqual(['in the order written']);
  expect(brokenBy({ acts: [first, { ...second, deviceId: 'ana-laptop' }], entries })).toEqual([]);
  const retried = { ...first, attempts: [{ result: 'refused' as const, code: 'CONFLICT' }, ...first.attempts] };
  expect(brokenBy({ acts: [retried, second], entries })).toEqual([]);
});

test('an entry that is not applied, a head or a member count that is not what the entries say is half-done', () => {
  const entries = [anEntry({ clientId: 'system:created', kind: 'system' })];
  expect(brokenBy({ entries, conversations: [group] })).toEqual([]);
  expect(brokenBy({ entries: entries.map((entry) => ({ ...entry, applied: false })) })).toEqual(['settled']);
  expect(brokenBy({ entries, conversations: [{ ...group, headSeq: 0 }] })).toEqual(['settled']);
  expect(brokenBy({ entries, conversations: [{ ...group, memberCount: 3 }] })).toEqual(['settled']);
});

test('who was told to have left is no member, unless it is not known what came after', () => {
  const out: Move = { userId: 'ben', conversationId: 'group', way: 'out', invokedAt: 0, outcome: 'acknowledged' };
  const conversations = [{ ...group, headSeq: 0 }];
  expect(brokenBy({ moves: [out], conversations })).toEqual(['moves count']);
  const back: Move = { ...out, way: 'in', invokedAt: 5, outcome: 'unknown' };
  expect(brokenBy({ moves: [out, back], conversations })).toEqual([]);
  expect(brokenBy({ moves: [out, { ...back, outcome: 'failed' }], conversations })).toEqual(['moves count']);
});
