import type { CheckAnswer } from '~/contract/message';
import type { Id } from '~/contract/primitives';
import type { Act, Compared, Move, Told } from '../history';

/** An entry as the database has it. */
export interface StoredEntry {
  readonly conversationId: Id;
  readonly seq: number;
  readonly id: Id;
  readonly senderId: Id;
  readonly clientId: string;
  readonly kind: 'message' | 'edit' | 'delete' | 'reaction' | 'hide' | 'system';
  /** Whether its consequences are written. */
  readonly applied: boolean;
  /** Of a system entry: whose membership begins or ends by it. */
  readonly joins: readonly Id[];
  readonly leaves: readonly Id[];
}

export interface StoredConversation {
  readonly id: Id;
  readonly headSeq: number;
  readonly memberCount: number;
  /** Members whose membership is active. */
  readonly members: readonly Id[];
}

/** A conversation as one device holds it, beside the same stretch as the server tells that person now. */
export interface View {
  readonly deviceId: string;
  readonly userId: Id;
  readonly conversationId: Id;
  /** The first and the last number it holds; 0 for nothing. */
  readonly from: number;
  readonly upTo: number;
  /** Of the stretch, as the device holds it and as a fresh reader gets it. */
  readonly hash: string;
  readonly freshHash: string;
  /** The first number whose entries differ; null if none does. */
  readonly differsAt: number | null;
  /** What the server says of the checksum of what the device holds; null if it did not answer. */
  readonly verdict: CheckAnswer['verdict'] | null;
  /** Of what the list of conversations shows of it: on the device, and on a device that has just been switched on. */
  readonly summary: string;
  readonly freshSummary: string;
}

/** What somebody's device says of somebody else, next to how it is. */
export interface PresenceView {
  readonly deviceId: string;
  readonly aboutId: Id;
  readonly online: boolean | null;
  readonly isOnline: boolean;
}

/** What a server or Redis takes, next to what it took before the first fault. */
export interface Level {
  readonly what: string;
  readonly before: number;
  readonly after: number;
  /** What it may have grown to; why is said where it is measured. */
  readonly allowed: number;
}

/** All that a run leaves behind for the checker. */
export interface Evidence {
  readonly acts: readonly Act[];
  readonly told: readonly Told[];
  readonly moves: readonly Move[];
  /** Checksums that devices compared by themselves, at any time. */
  readonly compared: readonly Compared[];
  readonly entries: readonly StoredEntry[];
  readonly conversations: readonly StoredConversation[];
  readonly views: readonly View[];
  readonly presence: readonly PresenceView[];
  readonly levels: readonly Level[];
  /** What went wrong in the open: servers that crashed, sockets that did not come back, what did not heal in time. */
  readonly complaints: readonly { readonly law: 'harmless' | 'heals' | 'typing'; readonly words: string }[];
}

export const LAW_NAMES = [
  'durable',
  'once',
  'dense',
  'nothing from nowhere',
  'in the order written',
  'failed is failed',
  'told in order',
  'told is stored',
  'removed hears nothing',
  'moves count',
  'settled',
  'converges',
  'proves it',
  'presence',
  'typing',
  'back at baseline',
  'heals',
  'harmless',
] as const;
export type LawName = (typeof LAW_NAMES)[number];

export interface Violation {
  readonly law: LawName;
  /** What broke it, and the smallest part of the evidence that shows it. */
  readonly words: string;
}

/** Something that must hold after every run, whatever went wrong in it. */
export interface Law {
  readonly name: LawName;
  /** What it says. */
  readonly says: string;
  /** For the figures: what a violation is called. */
  readonly counts: 'lost' | 'doubled' | 'reordered' | 'divergent' | 'leaked' | 'other';
  readonly broken: (evidence: Evidence) => readonly Violation[];
}
