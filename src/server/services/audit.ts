import type { Types } from 'mongoose';
import type { AuditAction, AuditLine, AuditTarget, Page } from '~/contract/admin';
import { ADMIN_PAGE } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { isAppError } from '~/server/app-error';
import type { Links } from '~/server/media/links';
import type { AuditLineDoc } from '~/server/models/audit-line';
import { IN_ONE_BATCH, type Models } from '~/server/models/models';
import { PUBLIC_USER, toUser } from '~/server/models/user';
import { objectId, type Reader } from './actor';
import { decodeCursor, encodeCursor } from './cursor';
import type { Operator } from './operator';

export interface AuditOptions {
  readonly models: Models;
  readonly links: Pick<Links, 'linkTo'>;
  readonly now: () => Date;
}

export interface Act {
  readonly action: AuditAction;
  readonly target: Pick<AuditTarget, 'kind' | 'id'>;
  readonly reason?: string | undefined;
}

/** The log of what was done to the installation. Lines are inserted and nothing else ever. */
export function createAudit({ models, links, now }: AuditOptions) {
  return {
    /**
     * Does it, with its line written before: no act is without one. What is refused or fails gets a second line that
     * says so; an act whose process died has the first alone, and may have happened.
     */
    async act<T>(operator: Operator, { action, target, reason = '' }: Act, work: () => Promise<T>): Promise<T> {
      const line = {
        at: now(),
        by: operator.kind === 'admin' ? objectId(operator.userId) : null,
        action,
        targetKind: target.kind,
        targetId: objectId(target.id),
        reason,
      };
      const { _id } = await models.auditLines.create(line);
      try {
        return await work();
      } catch (error) {
        const refusal = isAppError(error) ? error.appCode : 'UNAVAILABLE';
        await models.auditLines.create({ ...line, at: now(), of: _id, refusal }).catch(() => {});
        throw error;
      }
    },

    /** The newest first. */
    async list(viewer: Reader, { cursor }: { cursor?: string | null | undefined }): Promise<Page<AuditLine>> {
      const after = cursor ? decodeCursor(cursor, ['id'])[0] : null;
      const docs = await models.auditLines
        .find(after ? { _id: { $lt: after } } : {})
        .sort({ _id: -1 })
        .limit(ADMIN_PAGE + 1)
        .lean();
      const page = docs.slice(0, ADMIN_PAGE) as AuditLineDoc[];
      const idsOf = (kind: AuditTarget['kind']) =>
        page.flatMap((doc) => (doc.targetKind === kind ? [doc.targetId] : []));
      const [users, conversations] = await Promise.all([
        models.users
          .find({ _id: { $in: [...idsOf('person'), ...page.flatMap(({ by }) => by ?? [])] } }, PUBLIC_USER)
          .batchSize(IN_ONE_BATCH)
          .lean(),
        models.conversations.find({ _id: { $in: idsOf('conversation') } }, { name: 1 }).lean(),
      ]);
      const people = new Map(users.map((user) => [user._id.toString(), toUser(user, viewer.userId, links)]));
      const names = new Map<Id, string | null>(conversations.map(({ _id, name }) => [_id.toString(), name]));
      const nameOf = (kind: AuditTarget['kind'], id: Types.ObjectId) =>
        (kind === 'person' ? people.get(id.toString())?.name : names.get(id.toString())) ?? null;
      const last = page.at(-1);
      return {
        items: page.map((doc) => ({
          id: doc._id.toString(),
          at: doc.at.toISOString(),
          by: doc.by && (people.get(doc.by.toString()) ?? null),
          action: doc.action,
          target: { kind: doc.targetKind, id: doc.targetId.toString(), name: nameOf(doc.targetKind, doc.targetId) },
          reason: doc.reason,
          refusal: doc.refusal ?? null,
        })),
        nextCursor: last && docs.length > ADMIN_PAGE ? encodeCursor([last._id.toString()]) : null,
      };
    },
  };
}

export type Audit = ReturnType<typeof createAudit>;
