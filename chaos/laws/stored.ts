import { grouped } from '~/sync/grouped';
import type { Act } from '../history';
import type { Evidence, Law, StoredEntry, Violation } from './law';

const nameOf = ({
  conversationId,
  senderId,
  clientId,
}: Pick<StoredEntry, 'conversationId' | 'senderId' | 'clientId'>) => `${conversationId} ${senderId} ${clientId}`;

const byName = (entries: readonly StoredEntry[]) => grouped(entries, nameOf);

const entriesOf = (stored: ReturnType<typeof byName>, act: Act): readonly StoredEntry[] =>
  stored.get(nameOf({ ...act, senderId: act.userId })) ?? [];

const durable: Law = {
  name: 'durable',
  says: 'what was acknowledged is in the database, under the number and id that were answered',
  counts: 'lost',
  broken({ acts, entries }) {
    const stored = byName(entries);
    return acts.flatMap((act): Violation[] => {
      if (act.outcome !== 'acknowledged') return [];
      const [entry] = entriesOf(stored, act);
      const isIt = act.attempts.every(
        (end) => end.result !== 'answered' || (end.id === entry?.id && end.seq === entry.seq),
      );
      if (entry?.kind === act.kind && isIt) return [];
      return [
        { law: 'durable', words: `acknowledged ${JSON.stringify(act)}, stored ${JSON.stringify(entry ?? null)}` },
      ];
    });
  },
};

const once: Law = {
  name: 'once',
  says: 'no id, no number and no clientId of a sender is in the database twice',
  counts: 'doubled',
  broken({ entries }) {
    const keys: Record<string, (entry: StoredEntry) => string> = {
      id: ({ id }) => id,
      number: ({ conversationId, seq }) => `${conversationId} ${seq}`,
      clientId: nameOf,
    };
    return Object.entries(keys).flatMap(([what, keyOf]) =>
      [...grouped(entries, keyOf).values()].flatMap((same): Violation[] =>
        same.length > 1 ? [{ law: 'once', words: `the same ${what}: ${JSON.stringify(same)}` }] : [],
      ),
    );
  },
};

const dense: Law = {
  name: 'dense',
  says: 'the numbers of every conversation are 1, 2, 3 … without holes',
  counts: 'lost',
  broken({ entries }) {
    return [...grouped(entries, ({ conversationId }) => conversationId)].flatMap(([id, those]): Violation[] => {
      const numbers = new Set(those.map(({ seq }) => seq));
      const last = Math.max(...numbers);
      const missing = Array.from({ length: last }, (_, index) => index + 1).filter((seq) => !numbers.has(seq));
      return missing.length > 0 ? [{ law: 'dense', words: `${id} has up to ${last}, but not ${missing}` }] : [];
    });
  },
};

const fromNowhere: Law = {
  name: 'nothing from nowhere',
  says: 'the database has nothing that nobody did',
  counts: 'doubled',
  broken({ acts, entries }) {
    const done = new Set(acts.map((act) => nameOf({ ...act, senderId: act.userId })));
    return entries.flatMap((entry): Violation[] =>
      // What the server does by itself carries names of its own.
      entry.clientId.startsWith('system:') || done.has(nameOf(entry))
        ? []
        : [{ law: 'nothing from nowhere', words: JSON.stringify(entry) }],
    );
  },
};

const failed: Law = {
  name: 'failed is failed',
  says: 'what was refused for good is not in the database',
  counts: 'doubled',
  broken({ acts, entries }) {
    const stored = byName(entries);
    return acts.flatMap((act): Violation[] => {
      const [entry] = act.outcome === 'failed' ? entriesOf(stored, act) : [];
      return entry
        ? [{ law: 'failed is failed', words: `failed ${JSON.stringify(act)}, stored ${JSON.stringify(entry)}` }]
        : [];
    });
  },
};

const inOrder: Law = {
  name: 'in the order written',
  says: 'what one device did in a conversation has numbers in the order in which it was done',
  counts: 'reordered',
  broken({ acts, entries }) {
    const stored = byName(entries);
    // What was refused meanwhile was overtaken by what came after it.
    const regular = acts.filter(({ attempts }) => attempts.every(({ result }) => result !== 'refused'));
    return [...grouped(regular, (act) => `${act.deviceId} ${act.conversationId}`).values()].flatMap((those) => {
      const numbered = those
        .toSorted((a, b) => a.order - b.order)
        .flatMap((act) => entriesOf(stored, act).map(({ seq }) => ({ act, seq })));
      return numbered.flatMap(({ act, seq }, index): Violation[] => {
        const before = numbered[index - 1];
        if (!before || before.seq < seq || before.act === act) return [];
        return [
          { law: 'in the order written', words: `${JSON.stringify(before)} before ${JSON.stringify({ act, seq })}` },
        ];
      });
    });
  },
};

const settled: Law = {
  name: 'settled',
  says: 'nothing is left half-done: every entry is applied, heads and member counts say what the entries say',
  counts: 'other',
  broken({ entries, conversations }) {
    const heads = new Map<string, number>();
    for (const { conversationId, seq } of entries) {
      heads.set(conversationId, Math.max(seq, heads.get(conversationId) ?? 0));
    }
    return [
      ...entries.filter(({ applied }) => !applied).map((entry) => `not applied: ${JSON.stringify(entry)}`),
      ...conversations.flatMap(({ id, headSeq, memberCount, members }) => [
        ...(headSeq === (heads.get(id) ?? 0) ? [] : [`${id} has head ${headSeq}, its last entry is ${heads.get(id)}`]),
        ...(memberCount === members.length ? [] : [`${id} counts ${memberCount} members and has ${members.length}`]),
      ]),
    ].map((words) => ({ law: 'settled', words }));
  },
};

/** Milliseconds after which an attempt that nobody heard of again has no effect any more. */
const LATE_MS = 30_000;

const movesCount: Law = {
  name: 'moves count',
  says: 'who was told to have joined or left is, or is not, a member',
  counts: 'lost',
  broken({ moves, conversations }: Evidence) {
    const members = new Map(conversations.map(({ id, members }) => [id, new Set(members)]));
    return [...grouped(moves, ({ userId, conversationId }) => `${userId} ${conversationId}`).values()].flatMap(
      (those): Violation[] => {
        const last = those.findLast(({ outcome }) => outcome !== 'failed');
        if (last?.outcome !== 'acknowledged') return [];
        const isDoubtful = those.some(
          ({ outcome, invokedAt }) => outcome === 'unknown' && invokedAt > last.invokedAt - LATE_MS,
        );
        const isMember = members.get(last.conversationId)?.has(last.userId) ?? false;
        if (isDoubtful || isMember === (last.way === 'in')) return [];
        return [{ law: 'moves count', words: `${JSON.stringify(last)}, but a member: ${isMember}` }];
      },
    );
  },
};

/** What must hold in the database. */
export const STORED_LAWS: readonly Law[] = [durable, once, dense, fromNowhere, failed, inOrder, settled, movesCount];
