import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Types } from 'mongoose';
import type { ActOnPersonInput } from '~/contract/admin';
import type { Id, Instant } from '~/contract/primitives';
import { AppError } from '~/server/app-error';
import type { Limits } from '~/server/limits';
import type { BlobStore } from '~/server/media/blobs';
import { type EntryDoc, toRecord } from '~/server/models/entry';
import { IN_ONE_BATCH, type Models } from '~/server/models/models';
import { type ReportDoc, toReport } from '~/server/models/report';
import type { UploadDoc } from '~/server/models/upload';
import { objectId, type Reader } from './actor';
import type { Audit } from './audit';
import type { Operator } from './operator';

/** Where the files of an export go. */
export interface ExportSink {
  file(name: string, content: AsyncIterable<Uint8Array>): Promise<void>;
}

/** Where it is downloaded from, for a while, by whoever has it. */
export interface ExportLink {
  /** Root-relative. */
  readonly url: string;
  readonly expiresAt: Instant;
}

export interface ExportsOptions {
  readonly models: Models;
  readonly blobs: Pick<BlobStore, 'withBlob'>;
  readonly limits: Pick<Limits, 'spend'>;
  readonly audit: Pick<Audit, 'act'>;
  readonly now: () => Date;
  readonly secret: string;
}

/** Seconds that a link is good for: it is followed at once. */
const LASTS = 300;

/** Documents in memory at once. */
const PAGE = 500;

const LINK = /^\/api\/exports\/([0-9a-f]{24})\?until=(\d{1,11})&sig=([\w-]{43})$/;

/** What there is of a person: what they said and sent, where they are, and what is known of them. */
export function createExports({ models, blobs, limits, audit, now, secret }: ExportsOptions) {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'confab export links', 32));

  function signed(userId: Id, until: number): string {
    const claim = `/api/exports/${userId}?until=${until}`;
    return `${claim}&sig=${createHmac('sha256', key).update(claim).digest('base64url')}`;
  }

  function linkTo(userId: Id): ExportLink {
    const until = Math.floor(now().getTime() / 1000) + LASTS;
    return { url: signed(userId, until), expiresAt: new Date(until * 1000).toISOString() };
  }

  /** The person's own entries of one kind, in the order of their numbers. */
  async function* entriesOf(userId: Id, places: readonly Types.ObjectId[], kind: 'message' | 'reaction') {
    for (const conversationId of places) {
      for (let seq = 0; ; ) {
        const docs = (await models.entries
          .find({ conversationId, senderId: objectId(userId), kind, seq: { $gt: seq } })
          .sort({ seq: 1 })
          .limit(PAGE)
          .batchSize(IN_ONE_BATCH)
          .toArray()) as EntryDoc[];
        for (const doc of docs) yield toRecord(doc).entry;
        if (docs.length < PAGE) break;
        seq = docs.at(-1)!.seq;
      }
    }
  }

  async function* uploadsOf(userId: Id) {
    for (let after: Types.ObjectId | null = null; ; ) {
      const docs: UploadDoc[] = await models.uploads
        .find({ ownerId: userId, state: 'ready', released: { $exists: false }, ...(after && { _id: { $gt: after } }) })
        .sort({ _id: 1 })
        .limit(PAGE)
        .batchSize(IN_ONE_BATCH)
        .lean<UploadDoc[]>();
      yield* docs;
      if (docs.length < PAGE) return;
      after = docs.at(-1)!._id;
    }
  }

  async function memberships(userId: Id) {
    const docs = await models.memberships.find({ userId }).sort({ _id: 1 }).batchSize(IN_ONE_BATCH).lean();
    const found = await models.conversations
      .find({ _id: { $in: docs.map(({ conversationId }) => conversationId) } }, { kind: 1, name: 1, slug: 1 })
      .batchSize(IN_ONE_BATCH)
      .lean();
    const places = new Map(found.map((doc) => [doc._id.toString(), doc]));
    return docs.map(({ conversationId, active, role, joinedSeq, readSeq, pinned, archived, mutedUntil }) => {
      const { kind, name, slug } = places.get(conversationId.toString()) ?? {};
      const own = { isMember: active, role, joinedSeq, readSeq, pinned, archived, mutedUntil };
      return { conversationId, kind, name, slug, ...own };
    });
  }

  return {
    /** For the person themselves. */
    async own({ userId }: Reader): Promise<ExportLink> {
      await limits.spend('export', userId);
      return linkTo(userId);
    },

    ofPerson: (operator: Operator, { userId, reason }: ActOnPersonInput): Promise<ExportLink> =>
      audit.act(operator, { action: 'export', target: { kind: 'person', id: userId }, reason }, async () => {
        if (!(await models.users.exists({ _id: userId }))) throw new AppError('NOT_FOUND', 'There is no such person.');
        return linkTo(userId);
      }),

    /** Whose export a request's path and query were signed for; null when they were not, or when their time is over. */
    check(url: string): Id | null {
      const [, userId, until] = LINK.exec(url) ?? [];
      if (!userId || !until) return null;
      const [right, given] = [Buffer.from(signed(userId, Number(until))), Buffer.from(url)];
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      return Number(until) * 1000 > now().getTime() ? userId : null;
    },

    /** Everything, one file after the other; in memory is a page of documents, or a piece of a file. */
    async write(userId: Id, sink: ExportSink): Promise<void> {
      const user = await models.users.findById(userId).lean();
      if (!user) throw new AppError('NOT_FOUND', 'There is no such person.');
      const { username, name, email, createdAt, lastSeenAt, notifications } = user;
      const profile = { exportedAt: now(), id: userId, username, name, email, createdAt, lastSeenAt, notifications };
      await sink.file('profile.json', json(profile));
      const places = await memberships(userId);
      await sink.file('conversations.json', json(places));
      const ids = places.map(({ conversationId }) => conversationId);
      await sink.file('messages.json', jsonList(entriesOf(userId, ids, 'message')));
      await sink.file('reactions.json', jsonList(entriesOf(userId, ids, 'reaction')));
      const blocks = await models.blocks
        .find({ userId }, { blockedId: 1, at: 1, _id: 0 })
        .batchSize(IN_ONE_BATCH)
        .lean();
      await sink.file('blocks.json', json(blocks));
      const reports = await models.reports.find({ reporterId: userId }).batchSize(IN_ONE_BATCH).lean<ReportDoc[]>();
      await sink.file('reports.json', json(reports.map(toReport)));
      await sink.file('files.json', jsonList(described(uploadsOf(userId))));
      for await (const doc of uploadsOf(userId)) {
        const blob = { blob: doc.blob, variant: doc.use?.kind === 'user' ? ('avatar' as const) : ('file' as const) };
        // One that goes in this moment is left out; its description says what it was.
        await blobs
          .withBlob(blob, (path) => sink.file(pathOf(doc), createReadStream(path)))
          .catch((error: NodeJS.ErrnoException) => {
            if (error.code !== 'ENOENT') throw error;
          });
      }
    },
  };
}

export type Exports = ReturnType<typeof createExports>;

const pathOf = ({ _id, filename }: UploadDoc): string => `files/${_id}-${filename}`;

async function* described(docs: AsyncIterable<UploadDoc>) {
  for await (const doc of docs) {
    const { _id, filename, mimeType, size, kind, createdAt } = doc;
    yield { id: _id, path: pathOf(doc), filename, mimeType, size, kind, createdAt };
  }
}

async function* json(value: unknown) {
  yield Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

async function* jsonList(values: AsyncIterable<unknown>) {
  let before = '[\n';
  for await (const value of values) {
    yield Buffer.from(before + JSON.stringify(value));
    before = ',\n';
  }
  yield Buffer.from(before === '[\n' ? '[]\n' : '\n]\n');
}
