import type { Types } from 'mongoose';
import type { Log } from '~/server/log';
import { type Meters, noMeters } from '~/server/meters';
import { type EntryDoc, type EntryRecord, toRecord } from '~/server/models/entry';
import type { Models } from '~/server/models/models';
import type { Bus } from '~/server/realtime/bus';
import { type Attempt, createAppender, type Draft } from './append';
import { createReader } from './read';
import { createSettler } from './settle';

export interface TimelineOptions {
  readonly models: Models;
  readonly bus: Bus;
  readonly log: Log;
  readonly meters?: Meters;
  readonly now?: () => Date;
  /** Told of what this process has appended, once it is durable. Must not throw. */
  readonly onAppended?: (conversationId: string, entries: readonly EntryDoc[]) => void;
}

/** A conversation as one numbered list: append, read, repair. See docs/architecture.md for its laws. */
export function createTimeline({
  models,
  bus,
  log,
  meters = noMeters,
  now = () => new Date(),
  onAppended,
}: TimelineOptions) {
  const settler = createSettler({
    models,
    log,
    onMembership(conversationId, userIds) {
      for (const userId of userIds) bus.publish(`user:${userId}`, { type: 'membership', conversationId });
    },
  });
  const reader = createReader({ models, ...settler });
  const appender = createAppender({ models, meters, now, readHead: reader.head, onCommitted });

  function onCommitted(conversationId: string, entries: readonly EntryDoc[]): void {
    publish(conversationId, entries);
    onAppended?.(conversationId, entries);
    settler.announceSoon(entries.filter(({ kind }) => kind === 'message'));
  }

  function publish(conversationId: string, entries: readonly EntryDoc[]): void {
    bus.publish(`conversation:${conversationId}`, { type: 'entries', records: entries.map(toRecord) });
  }

  /** Makes sure that an intent's effect is there, and that what an earlier attempt made is known to everybody. */
  async function complete(entry: EntryDoc, isFirst: boolean): Promise<EntryRecord> {
    if (entry.kind !== 'message') await settler.settle(entry.conversationId, entry.seq);
    if (!isFirst && !entry.applied) {
      // The first attempt may have died before it told anybody.
      publish(entry.conversationId.toString(), [entry]);
      settler.announceSoon([entry]);
    }
    return toRecord(entry);
  }

  return {
    head: reader.head,
    range: reader.range,
    page: reader.page,
    single: reader.single,
    since: reader.since,
    settle: settler.settle,
    settleMoves: settler.settleMoves,
    sweep: settler.sweep,

    /**
     * Numbers, stores and publishes. Resolves when the entry is durable and, for an intent, its effect too. The same
     * `clientId` again resolves with the first attempt's entry, as it is now.
     */
    async append(conversationId: Types.ObjectId, draft: Draft): Promise<EntryRecord> {
      const asked = performance.now();
      const { entry, duplicate } = await appender.append(conversationId, draft);
      if (!duplicate) meters.appended((performance.now() - asked) / 1000);
      return complete(entry, !duplicate);
    },

    /** The entry that an earlier attempt with this `clientId` made, as a retry of `append` gets it; null if none did. */
    async earlier(conversationId: Types.ObjectId, attempt: Attempt): Promise<EntryRecord | null> {
      const entry = await appender.findOriginal(conversationId, attempt);
      return entry && complete(entry, false);
    },

    /** Finishes what was accepted. */
    async drain(): Promise<void> {
      await appender.idle();
      await settler.idle();
    },

    /** Takes in that a conversation has an entry of that number, as the bus tells: the next append looks where it ends. */
    heard: appender.heard,

    stop: settler.stop,
  };
}

export type Timeline = ReturnType<typeof createTimeline>;
