import { randomBytes } from 'node:crypto';
import { Types } from 'mongoose';
import { startEmbeddedDatabase } from '~/server/embedded/server';
import { connectModels, type Models } from '~/server/models/models';
import type { Bus } from '~/server/realtime/bus';
import { memoryBus } from '~/server/realtime/bus-memory';
import { createTimeline, type Timeline } from '~/server/timeline/timeline';
import { silentLog } from './confab';

export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
  readonly models: Models;
}

/** A database of its own: the embedded one in memory, or a new one on the server that `MONGODB_URL` names. */
export async function aDatabase(): Promise<TestDatabase> {
  const base = process.env.MONGODB_URL;
  const embedded = base ? null : await startEmbeddedDatabase({ folder: null });
  const name = `confab_test_${randomBytes(6).toString('hex')}`;
  const url = `${(embedded?.url ?? base ?? '').replace(/\/+$/, '')}/${name}`;
  const models = await connectModels(url);
  return {
    url,
    models,
    async [Symbol.asyncDispose]() {
      await models.connection.dropDatabase();
      await models.close();
      await embedded?.close();
    },
  };
}

export function aTimeline(models: Models, options: { bus?: Bus; now?: () => Date } = {}): Timeline {
  return createTimeline({ models, bus: memoryBus(), log: silentLog, ...options });
}

/** A group without a past: numbered entries are appended to it, memberships are not looked at. */
export async function aConversation(models: Models): Promise<Types.ObjectId> {
  const { _id } = await models.conversations.create({
    kind: 'group',
    key: `group:${new Types.ObjectId()}`,
    name: 'Group',
    pair: [],
    terms: [],
    createdBy: new Types.ObjectId(),
    memberCount: 0,
    memberCountSeq: 0,
    headSeq: 0,
    lastActivityAt: new Date(),
  });
  return _id;
}

/** The people of tests. */
export const ANA = new Types.ObjectId('a'.repeat(24));
export const BEN = new Types.ObjectId('b'.repeat(24));
export const CLEO = new Types.ObjectId('c'.repeat(24));
