import type { Act, Told } from '../history';
import type { Evidence, StoredEntry } from './law';

/** A run in which nothing happened, but for what a test says. */
export const anEvidence = (parts: Partial<Evidence> = {}): Evidence => ({
  acts: [],
  told: [],
  moves: [],
  compared: [],
  entries: [],
  conversations: [],
  views: [],
  presence: [],
  levels: [],
  complaints: [],
  ...parts,
});

/** A message of Ana's phone that was sent once and answered with number 1. */
export const anAct = (parts: Partial<Act> = {}): Act => ({
  clientId: 'one',
  deviceId: 'ana-phone',
  userId: 'ana',
  conversationId: 'group',
  kind: 'message',
  order: 1,
  invokedAt: 0,
  endedAt: 10,
  attempts: [{ result: 'answered', id: 'id-1', seq: 1 }],
  outcome: 'acknowledged',
  ...parts,
});

/** What the database has of it. */
export const anEntry = (parts: Partial<StoredEntry> = {}): StoredEntry => ({
  conversationId: 'group',
  seq: 1,
  id: 'id-1',
  senderId: 'ana',
  clientId: 'one',
  kind: 'message',
  applied: true,
  joins: [],
  leaves: [],
  ...parts,
});

type Heard<T> = T extends unknown ? Omit<T, 'deviceId' | 'userId' | 'connection' | 'at' | 'conversationId'> : never;

/** What one connection of Ben's phone was told of the group, in this order, a millisecond apart. */
export const told = (heard: readonly Heard<Told>[], place: Partial<Told> = {}): Told[] =>
  heard.map(
    (one, at) =>
      ({ deviceId: 'ben-phone', userId: 'ben', connection: 1, at, conversationId: 'group', ...place, ...one }) as Told,
  );

/** An entry from the feed. */
export const fed = (seq: number, id = `id-${seq}`) => ({ type: 'entry' as const, via: 'feed' as const, seq, id });
