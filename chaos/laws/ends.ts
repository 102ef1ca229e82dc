import type { Law, LawName, Violation } from './law';

const converges: Law = {
  name: 'converges',
  says: 'every device of every member holds what a device that is new holds: the same entries, the same summary',
  counts: 'divergent',
  broken({ views }) {
    return views.flatMap((view): Violation[] => {
      const { deviceId, conversationId, from, upTo, differsAt } = view;
      const violations: Violation[] = [];
      const where = `${deviceId} in ${conversationId}`;
      if (view.hash !== view.freshHash) {
        const words = `${where}: ${from} to ${upTo} differs from a fresh reader's at ${differsAt}`;
        violations.push({ law: 'converges', words });
      }
      if (view.summary !== view.freshSummary) {
        violations.push({ law: 'converges', words: `${where}: shows ${view.summary}, fresh ${view.freshSummary}` });
      }
      return violations;
    });
  },
};

const proves: Law = {
  name: 'proves it',
  says: 'no device ever finds by its checksum that it holds something else than the server; in the end all hold the same',
  counts: 'divergent',
  broken: ({ compared, views }) => [
    ...compared
      .filter(({ verdict }) => verdict === 'differs')
      .map((one): Violation => ({ law: 'proves it', words: JSON.stringify(one) })),
    ...views
      .filter(({ verdict }) => verdict !== 'same')
      .map(({ deviceId, conversationId, verdict }): Violation => {
        return { law: 'proves it', words: `${deviceId} in ${conversationId}: ${verdict}` };
      }),
  ],
};

const presence: Law = {
  name: 'presence',
  says: 'two leases after the last fault everybody sees who is online and who is not, also of whom was cut off',
  counts: 'divergent',
  broken: ({ presence }) =>
    presence
      .filter(({ online, isOnline }) => online !== isOnline)
      .map((view) => ({ law: 'presence', words: JSON.stringify(view) })),
};

const baseline: Law = {
  name: 'back at baseline',
  says: 'memory, file descriptors and keys are back where they were before the first fault',
  counts: 'leaked',
  broken: ({ levels }) =>
    levels
      .filter(({ after, allowed }) => after > allowed)
      .map((level) => ({ law: 'back at baseline', words: JSON.stringify(level) })),
};

const open = (name: LawName & ('heals' | 'harmless' | 'typing'), says: string): Law => ({
  name,
  says,
  counts: 'other',
  broken: ({ complaints }) => complaints.filter(({ law }) => law === name).map(({ words }) => ({ law: name, words })),
});

/** What must hold once everything has healed. */
export const END_LAWS: readonly Law[] = [
  converges,
  proves,
  presence,
  open('typing', 'who types is seen typing by everybody in the conversation, and nobody types for ever'),
  baseline,
  open('heals', 'after the last fault every device is live, has sent what it had and holds every number, by itself'),
  open('harmless', 'no server ends that was not told to, and nobody who comes back is left outside'),
];
