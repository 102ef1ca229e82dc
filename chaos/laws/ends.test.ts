import { expect, test } from 'vitest';
import { END_LAWS } from './ends';
import type { Evidence, LawName, View } from './law';
import { anEvidence } from './testing';

const brokenBy = (parts: Partial<Evidence>): LawName[] =>
  END_LAWS.flatMap(({ broken }) => broken(anEvidence(parts))).map(({ law }) => law);

const view: View = {
  deviceId: 'ana-phone',
  userId: 'ana',
  conversationId: 'group',
  from: 1,
  upTo: 9,
  hash: 'same',
  freshHash: 'same',
  differsAt: null,
  verdict: 'same',
  summary: 'same',
  freshSummary: 'same',
};

test('a device that holds what a fresh one holds breaks no law; other entries, or another summary, do', () => {
  expect(brokenBy({ views: [view] })).toEqual([]);
  expect(brokenBy({ views: [{ ...view, hash: 'other', differsAt: 3 }] })).toEqual(['converges']);
  expect(brokenBy({ views: [{ ...view, summary: 'other' }] })).toEqual(['converges']);
});

test('a device that finds a difference by its checksum has diverged, also if it mends that itself', () => {
  const compared = { deviceId: 'ana-phone', at: 1, conversationId: 'group' };
  expect(
    brokenBy({
      compared: [
        { ...compared, verdict: 'same' },
        { ...compared, verdict: 'moved' },
      ],
    }),
  ).toEqual([]);
  expect(brokenBy({ compared: [{ ...compared, verdict: 'differs' }] })).toEqual(['proves it']);
  for (const verdict of ['differs', 'moved', null] as const) {
    expect(brokenBy({ views: [{ ...view, verdict }] })).toEqual(['proves it']);
  }
});

test('somebody seen online who is not, or the other way round, or not known at all, is seen wrongly', () => {
  const seen = { deviceId: 'ana-phone', aboutId: 'ben' };
  expect(brokenBy({ presence: [{ ...seen, online: true, isOnline: true }] })).toEqual([]);
  expect(brokenBy({ presence: [{ ...seen, online: true, isOnline: false }] })).toEqual(['presence']);
  expect(brokenBy({ presence: [{ ...seen, online: false, isOnline: true }] })).toEqual(['presence']);
  expect(brokenBy({ presence: [{ ...seen, online: null, isOnline: true }] })).toEqual(['presence']);
});

test('what takes more than it may is leaked', () => {
  const level = { what: 'keys in Redis', before: 0, allowed: 0 };
  expect(brokenBy({ levels: [{ ...level, after: 0 }] })).toEqual([]);
  expect(brokenBy({ levels: [{ ...level, after: 1 }] })).toEqual(['back at baseline']);
});

test.each(['heals', 'typing', 'harmless'] as const)('what went wrong in the open breaks its law: %s', (law) => {
  expect(brokenBy({ complaints: [{ law, words: 'a server ended by itself' }] })).toEqual([law]);
});
