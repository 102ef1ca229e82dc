import type { Replacement } from './bundle';
import type { ChaosDatabase } from './database';
import type { LawName } from './laws/law';

/** One way to break the product on purpose, and the law that has to notice. */
export interface Flaw {
  readonly name: string;
  readonly replacements: readonly Replacement[];
  /** Done to the database once the servers have made their indexes. */
  readonly sabotage?: (database: ChaosDatabase) => Promise<void>;
  /** What goes wrong beside it. */
  readonly faults: readonly string[];
  readonly caughtBy: LawName;
}

const APPEND = 'src/server/timeline/append.ts';
const HUB = 'src/server/realtime/hub.ts';
const FEED = 'src/server/realtime/feed.ts';

/** What anybody could get wrong, and nobody would see in an hour of using it. */
export const FLAWS: readonly Flaw[] = [
  {
    name: 'entries are published before they are committed',
    replacements: [
      {
        file: APPEND,
        from: 'const { inserted, error } = await insertInOrder(docs);',
        to: 'onCommitted(key, docs); const { inserted, error } = await insertInOrder(docs);',
      },
    ],
    faults: ['fivefold', 'cut-before-commit'],
    caughtBy: 'told is stored',
  },
  {
    name: 'the unique index on clientId is dropped',
    replacements: [],
    async sabotage(database) {
      const { entries } = await database.models();
      await entries.dropIndex('conversationId_1_senderId_1_clientId_1');
    },
    faults: ['fivefold', 'cut-after-commit'],
    caughtBy: 'once',
  },
  {
    name: 'heads are not checked for hints that were lost',
    replacements: [
      {
        file: HUB,
        from: 'setInterval(() => void checkHeads(), HEAD_CHECK_MS)',
        to: 'setInterval(() => {}, HEAD_CHECK_MS)',
      },
      { file: HUB, from: 'bus.onResume(() => void checkHeads())', to: 'bus.onResume(() => {})' },
    ],
    faults: ['redis-restart'],
    caughtBy: 'heals',
  },
  {
    name: 'messages are acknowledged before they are stored',
    replacements: [
      {
        file: APPEND,
        from: 'await models.entries.insertMany([...docs], { ordered: true });',
        to: `const stored = models.entries.insertMany([...docs], { ordered: true });
             if (docs.some(({ kind }) => kind !== 'message')) await stored; else stored.catch(() => {});`,
      },
    ],
    faults: ['cut-before-commit', 'kill'],
    caughtBy: 'durable',
  },
  {
    name: 'a number that skips ahead is delivered without what is missing before it',
    replacements: [{ file: HUB, from: 'else fill(id, channel);', to: 'else deliver(channel, record);' }],
    faults: ['subscribers-cut', 'servers-apart', 'redis-restart'],
    caughtBy: 'told in order',
  },
  {
    name: 'who was removed is not cut off at the number of that',
    replacements: [{ file: FEED, from: 'if (endsMembership(record, userId)) leave(id);', to: 'void endsMembership;' }],
    faults: ['removal'],
    caughtBy: 'removed hears nothing',
  },
];
