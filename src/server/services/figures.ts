import { Types } from 'mongoose';
import type { LiveFigures, ProcessFigures } from '~/contract/admin';
import type { Models } from '~/server/models/models';
import type { Bus } from '~/server/realtime/bus';

const MINUTE_MS = 60_000;

/** Milliseconds that the database and the bus have to answer. */
const REACH_MS = 2_000;

export interface FiguresOptions {
  readonly models: Models;
  readonly bus: Pick<Bus, 'reach'>;
  readonly online: () => Promise<number>;
  readonly processes: () => Promise<readonly ProcessFigures[]>;
  readonly now: () => Date;
}

/** How the installation does in this moment. */
export function createFigures({ models, bus, online, processes, now }: FiguresOptions) {
  /** An entry's id says when it was made. */
  const messagesLastMinute = () =>
    models.entries.countDocuments({
      _id: { $gte: Types.ObjectId.createFromTime(Math.floor((now().getTime() - MINUTE_MS) / 1000)) },
      kind: 'message',
    });

  return async function figures(): Promise<LiveFigures> {
    const [people, conversations, count, present, messages, database, reach] = await Promise.all([
      models.users.estimatedDocumentCount(),
      models.conversations.estimatedDocumentCount(),
      online(),
      processes(),
      messagesLastMinute(),
      timeOf(models.reach),
      timeOf(bus.reach),
    ]);
    return {
      people,
      online: count,
      connections: present.reduce((sum, { connections }) => sum + connections, 0),
      conversations,
      messagesLastMinute: messages,
      database,
      bus: reach,
      processes: present,
    };
  };
}

/** Milliseconds until it answers; null when it does not. */
async function timeOf(reach: () => Promise<unknown>): Promise<number | null> {
  const began = performance.now();
  const late = new Promise<null>((resolve) => setTimeout(resolve, REACH_MS, null).unref());
  const answered = reach().then(
    () => Math.round((performance.now() - began) * 10) / 10,
    () => null,
  );
  return Promise.race([answered, late]);
}
