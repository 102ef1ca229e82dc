import type { Types } from 'mongoose';
import type { Log } from '~/server/log';
import { type EntryDoc, type EntryRecord, toRecord } from '~/server/models/entry';
import type { Models } from '~/server/models/models';
import type { Bus } from '~/server/realtime/bus';
import { createAppender, type Draft } from './append';
import { createReader } from './read';
import { createSettler } from './settle';

export interface TimelineOptions {
  readonly models: Models;
  readonly bus: Bus;
  readonly log: Log;
  readonly now?: () => Date;
}

/** A conversation as one numbered list: append, read, repair. See docs/architecture.md for its laws. */
export function createTimeline({ models, bus, log, now = () => new Date() }: TimelineOptions) {
  const settler = createSettler({
    models,
    log,
    onMembership(conversationId, userIds) {
      for (const userId of userIds) bus.publish(`user:${userId}`, { type: 'membership', conversationId });
    },
  });
  const reader = createReader({ models, ...settler });
  const appender = createAppender({ models, now, readHead: reader.head, onCommitted });

  function onCommitted(conversationId: string, entries: readonly EntryDoc[]): void {
    publish(conversationId, entries);
    settler.announceSoon(entries.filter(({ kind }) => kind === 'message'));
  }

  function publish(conversationId: string, entries: readonly EntryDoc[]): void {
    bus.publish(`conversation:${conversationId}`, { type: 'entries', records: entries.map(toRecord) });
  }

  return {
    head: reader.head,
    range: reader.range,
    page: reader.page,
    since: reader.since,
    settle: settler.settle,
    sweep: settler.sweep,

    /**
     * Numbers, stores and publishes. Resolves when the entry is durable and, for an intent, its effect too. The same
     * `clientId` again resolves with the first attempt's entry, as it is now.
     */
    async append(conversationId: Types.ObjectId, draft: Draft): Promise<EntryRecord> {
      const { entry, duplicate } = await appender.append(conversationId, draft);
      if (entry.kind !== 'message') await settler.settle(conversationId, entry.seq);
      if (duplicate && !entry.applied) {
        // The first attempt may have died before it told anybody.
        publish(conversationId.toString(), [entry]);
        settler.announceSoon([entry]);
      }
      return toRecord(entry);
    },

    /** Finishes what was accepted. */
    async drain(): Promise<void> {
      await appender.idle();
      await settler.idle();
    },

    stop: settler.stop,
  };
}

export type Timeline = ReturnType<typeof createTimeline>;
