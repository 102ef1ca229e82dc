import type { Id } from '~/contract/primitives';
import { grouped } from '~/sync/grouped';
import type { Move, Told } from '../history';
import type { Law, StoredEntry, Violation } from './law';

const inOrder: Law = {
  name: 'told in order',
  says: 'on every connection the entries of a conversation follow the head that was told first, each once, in order',
  counts: 'reordered',
  broken({ told }) {
    return [...grouped(told, ({ deviceId, connection }) => `${deviceId} ${connection}`).values()].flatMap(
      (connection) => outOfOrder(connection),
    );
  },
};

function outOfOrder(connection: readonly Told[]): Violation[] {
  const last = new Map<Id, number>();
  const violations: Violation[] = [];
  for (const one of connection) {
    const { conversationId } = one;
    const before = last.get(conversationId);
    switch (one.type) {
      case 'head':
        if (before === undefined) last.set(conversationId, one.seq);
        break;
      case 'entry':
        if (one.via === 'answer') break;
        if (before !== undefined && one.seq !== before + 1) {
          violations.push({ law: 'told in order', words: `after ${before} came ${JSON.stringify(one)}` });
        }
        last.set(conversationId, one.seq);
        break;
      case 'left':
      case 'reset':
        last.delete(conversationId);
    }
  }
  return violations;
}

const isStored: Law = {
  name: 'told is stored',
  says: 'whatever any device was told is in the database, under that number',
  counts: 'lost',
  broken({ told, entries }) {
    const ids = new Map(entries.map(({ conversationId, seq, id }) => [`${conversationId} ${seq}`, id]));
    return told.flatMap((one): Violation[] => {
      if (one.type !== 'entry') return [];
      const id = ids.get(`${one.conversationId} ${one.seq}`);
      if (id === one.id) return [];
      return [{ law: 'told is stored', words: `told ${JSON.stringify(one)}, stored ${id ?? 'nothing'}` }];
    });
  },
};

const removed: Law = {
  name: 'removed hears nothing',
  says: 'who left or was removed is told nothing past the number of that, unless they came back',
  counts: 'other',
  broken({ told, entries, moves }) {
    const absences = absencesIn(entries, moves);
    return told.flatMap((one): Violation[] => {
      if (one.type !== 'entry') return [];
      const absence = absences
        .get(`${one.userId} ${one.conversationId}`)
        ?.find(({ from, to, notBefore }) => one.seq > from && one.seq < to && one.at < notBefore);
      if (!absence) return [];
      return [
        { law: 'removed hears nothing', words: `gone at ${JSON.stringify(absence)}, told ${JSON.stringify(one)}` },
      ];
    });
  },
};

interface Absence {
  /** The number by which the membership ended, and the one by which the next began. */
  readonly from: number;
  readonly to: number;
  /** Members read everything (decision 004): back again they may be told of it, from this moment on. */
  readonly notBefore: number;
}

/** When each person was in no conversation of theirs, by person and conversation. */
function absencesIn(entries: readonly StoredEntry[], moves: readonly Move[]): Map<string, Absence[]> {
  const absences = new Map<string, Absence[]>();
  const returns = grouped(
    moves.filter(({ way, outcome }) => way === 'in' && outcome !== 'failed'),
    ({ userId, conversationId }) => `${userId} ${conversationId}`,
  );
  for (const { conversationId, seq, joins, leaves } of entries.toSorted((a, b) => a.seq - b.seq)) {
    for (const userId of leaves) {
      const key = `${userId} ${conversationId}`;
      const before = absences.get(key) ?? [];
      // The n-th return cannot have begun before somebody asked for the n-th time.
      const notBefore = returns.get(key)?.[before.length]?.invokedAt ?? Number.POSITIVE_INFINITY;
      absences.set(key, [...before, { from: seq, to: Number.POSITIVE_INFINITY, notBefore }]);
    }
    for (const userId of joins) {
      const key = `${userId} ${conversationId}`;
      const last = absences.get(key)?.at(-1);
      if (last?.to === Number.POSITIVE_INFINITY) absences.get(key)?.splice(-1, 1, { ...last, to: seq });
    }
  }
  // Who never came back may not be told whenever it is.
  for (const those of absences.values()) {
    const last = those.at(-1);
    if (last?.to === Number.POSITIVE_INFINITY) those.splice(-1, 1, { ...last, notBefore: Number.POSITIVE_INFINITY });
  }
  return absences;
}

/** What must hold of all that devices were told. */
export const TOLD_LAWS: readonly Law[] = [inOrder, isStored, removed];
