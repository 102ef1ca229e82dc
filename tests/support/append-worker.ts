import { Types } from 'mongoose';
import { connectModels } from '~/server/models/models';
import type { Bus } from '~/server/realtime/bus';
import { memoryBus } from '~/server/realtime/bus-memory';
import type { Draft } from '~/server/timeline/append';
import { aTimeline } from './timeline';

/** What one process of a test appends: everything at once. It prints `[clientId, seq]` of each, as answered. */
export interface AppendOrders {
  readonly url: string;
  readonly conversationId: string;
  readonly drafts: readonly { readonly senderId: string; readonly clientId: string; readonly text: string }[];
  /** Dies by SIGKILL when the first entry of this kind is durable and nothing has been done about it. */
  readonly dieAfterCommitOf?: 'edit' | 'message';
  readonly editOf?: { readonly targetId: string; readonly targetSeq: number };
}

const orders = JSON.parse(process.argv[2] ?? '') as AppendOrders;
const models = await connectModels(orders.url);
const bus: Bus = {
  ...memoryBus(),
  publish(_topic, message) {
    if (message.type !== 'entries') return;
    if (message.records.some(({ entry }) => entry.kind === orders.dieAfterCommitOf))
      process.kill(process.pid, 'SIGKILL');
  },
};
const timeline = aTimeline(models, { bus });
const answers = await Promise.all(
  orders.drafts.map(async ({ senderId, clientId, text }) => {
    const base = { senderId: new Types.ObjectId(senderId), clientId, text };
    const draft: Draft = orders.editOf
      ? {
          ...base,
          kind: 'edit',
          targetId: new Types.ObjectId(orders.editOf.targetId),
          targetSeq: orders.editOf.targetSeq,
        }
      : { ...base, kind: 'message' };
    const { entry } = await timeline.append(new Types.ObjectId(orders.conversationId), draft);
    return [clientId, entry.seq] as const;
  }),
);
await timeline.drain();
await models.close();
process.stdout.write(JSON.stringify(answers));
