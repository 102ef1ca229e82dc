import { expect, test } from 'vitest';
import type { Move } from '../history';
import type { Evidence, LawName } from './law';
import { anEntry, anEvidence, fed, told } from './testing';
import { TOLD_LAWS } from './told';

const brokenBy = (parts: Partial<Evidence>): LawName[] => [
  ...new Set(TOLD_LAWS.flatMap(({ broken }) => broken(anEvidence(parts))).map(({ law }) => law)),
];

const entries = [1, 2, 3, 4].map((seq) => anEntry({ seq, id: `id-${seq}` }));
const head = (seq: number) => ({ type: 'head' as const, seq });

test('entries that follow the head, each once and in order, break no law; a second head says nothing new', () => {
  expect(brokenBy({ told: told([head(1), fed(2), head(2), fed(3)]), entries })).toEqual([]);
});

test.each([
  ['skips a number', [head(1), fed(3)]],
  ['comes twice', [head(1), fed(2), fed(2)]],
  ['comes back', [head(0), fed(1), fed(2), fed(1)]],
])('an entry that %s is out of order', (_what, heard) => {
  expect(brokenBy({ told: told(heard), entries })).toEqual(['told in order']);
});

test('another connection begins anew, and so does one that was told to reload or to leave', () => {
  const again = [...told([head(1), fed(2)]), ...told([head(2), fed(3)], { connection: 2 })];
  expect(brokenBy({ told: again, entries })).toEqual([]);
  expect(brokenBy({ told: told([head(1), { type: 'reset' }, fed(4)]), entries })).toEqual([]);
  expect(brokenBy({ told: told([head(1), { type: 'left' }, fed(4)]), entries })).toEqual([]);
});

test('an entry that was told and is not stored, or another one under that number, was never true', () => {
  expect(brokenBy({ told: told([fed(5)]), entries })).toEqual(['told is stored']);
  expect(brokenBy({ told: told([fed(2, 'another')]), entries })).toEqual(['told is stored']);
  expect(brokenBy({ told: told([{ ...fed(2, 'another'), via: 'answer' }]), entries })).toEqual(['told is stored']);
});

const removal = entries.map((entry) => (entry.seq === 2 ? { ...entry, leaves: ['ben'] } : entry));

test('who was removed may be told of the removal and of what was before it, and of nothing after it', () => {
  expect(brokenBy({ told: told([fed(1), fed(2)]), entries: removal })).toEqual([]);
  expect(brokenBy({ told: told([fed(1), fed(2), fed(3)]), entries: removal })).toEqual(['removed hears nothing']);
  const answer = told([{ ...fed(3), via: 'answer' }]);
  expect(brokenBy({ told: answer, entries: removal })).toEqual(['removed hears nothing']);
  expect(brokenBy({ told: told([fed(3)], { userId: 'cleo' }), entries: removal })).toEqual([]);
});

test('who came back may be told of what was missed, from the moment of asking on', () => {
  const back = removal.map((entry) => (entry.seq === 4 ? { ...entry, joins: ['ben'] } : entry));
  const move: Move = { userId: 'ben', conversationId: 'group', way: 'in', invokedAt: 1, outcome: 'acknowledged' };
  const answer = (at: number) => told([{ ...fed(3), via: 'answer' as const }]).map((one) => ({ ...one, at }));
  expect(brokenBy({ told: answer(2), entries: back, moves: [move] })).toEqual([]);
  expect(brokenBy({ told: answer(0), entries: back, moves: [move] })).toEqual(['removed hears nothing']);
  expect(brokenBy({ told: answer(2), entries: removal, moves: [move] })).toEqual(['removed hears nothing']);
});
