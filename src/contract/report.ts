import { z } from 'zod';
import { type Id, type Instant, id } from './primitives';
import type { User } from './user';

export const REPORT_REASONS = ['spam', 'abuse', 'illegal', 'other'] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];

/** What admins made of it. */
export type ReportOutcome = 'dismissed' | 'deleted' | 'disabled';

/** A message that somebody has reported, as they see it. */
export interface Report {
  readonly id: Id;
  readonly at: Instant;
  readonly conversationId: Id;
  readonly messageId: Id;
  readonly seq: number;
  readonly reason: ReportReason;
  readonly note: string;
  /** Null while nobody has handled it. */
  readonly outcome: ReportOutcome | null;
}

/** As admins see it. */
export interface AdminReport extends Report {
  readonly reporter: User | null;
  readonly author: User | null;
  /** Null for a direct conversation. */
  readonly conversationName: string | null;
  /** What the message said when it was reported, whatever became of it. */
  readonly text: string;
  readonly filenames: readonly string[];
  readonly handledBy: User | null;
}

/** Reporting a message twice is the same as once. */
export const createReport = z.strictObject({
  conversationId: id,
  messageId: id,
  reportReason: z.enum(REPORT_REASONS),
  note: z.string().trim().max(1_000, 'must be at most 1000 characters').optional(),
});
export type CreateReportInput = z.infer<typeof createReport>;

export const listReports = z.strictObject({ handled: z.boolean().optional(), cursor: z.string().max(200).nullish() });
export type ListReportsInput = z.infer<typeof listReports>;

export const handleReport = z.strictObject({
  reportId: id,
  outcome: z.enum(['dismissed', 'deleted', 'disabled']),
  reason: z.string().trim().max(500, 'must be at most 500 characters').optional(),
});
export type HandleReportInput = z.infer<typeof handleReport>;
