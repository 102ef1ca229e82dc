import type { Entry, MessageRef, Reaction } from './entry';
import type { CheckHeldInput } from './message';
import type { Attachment } from './upload';

/** The digest of one entry, or a sum of digests: two lanes of 32 bits. */
export type Digest = readonly [number, number];

type FieldsOf<T> = T extends unknown ? keyof T : never;

/** What a reader sees of an entry, at any depth, but for links: those are made anew for each reading. */
type Field =
  | FieldsOf<Entry>
  | keyof MessageRef
  | keyof Reaction
  | Exclude<keyof Attachment, 'url' | 'thumbnailUrl' | 'expiresAt'>;

/** All of them: one that is forgotten does not compile. Names and order are part of the digest. */
const FIELDS: Readonly<Record<Field, true>> = {
  conversationId: true,
  seq: true,
  id: true,
  clientId: true,
  senderId: true,
  at: true,
  kind: true,
  text: true,
  attachments: true,
  replyTo: true,
  mentions: true,
  forwarded: true,
  editedAt: true,
  deletedAt: true,
  reactions: true,
  rev: true,
  targetId: true,
  targetSeq: true,
  emoji: true,
  on: true,
  action: true,
  memberIds: true,
  userId: true,
  role: true,
  name: true,
  days: true,
  userIds: true,
  filename: true,
  size: true,
  mimeType: true,
  width: true,
  height: true,
  durationMs: true,
  wave: true,
  placeholder: true,
};
const NAMES = Object.keys(FIELDS);

/**
 * A checksum as a call carries it. What is before the colon changes with whatever changes a digest, so that a page of
 * another release is refused instead of counted.
 */
export const CHECKSUM = /^2:[0-9a-f]{16}$/;

/**
 * The digest of an entry as one reader sees it: of its JSON, with exactly the names above in their order. It tells apart
 * what differs by mistake; whoever wants to can make two entries that have the same.
 */
export function digestOf(entry: Entry): Digest {
  return hash(JSON.stringify(entry, NAMES));
}

/**
 * The checksum of a run of entries: the sum of their digests, lane by lane, modulo 2³². So it rolls: what comes is added,
 * and of what changes the old digest is taken away. An entry holds its number, so that the order needs no other trace.
 */
export function checksumOf(digests: Iterable<Digest>): string {
  let [first, second] = [0, 0];
  for (const [one, other] of digests) {
    first = (first + one) >>> 0;
    second = (second + other) >>> 0;
  }
  return `2:${hex(first)}${hex(second)}`;
}

/** What whoever holds this run, which must not be empty, asks `sync.check`; of what stays, nothing is hashed a second time. */
export function heldAs(entries: readonly Entry[]): CheckHeldInput {
  const [first, last] = [entries[0]!, entries.at(-1)!];
  const checksum = checksumOf(entries.map(knownDigestOf));
  return { conversationId: first.conversationId, from: first.seq, to: last.seq, checksum };
}

/** An entry never changes, another one takes its place. */
const digests = new WeakMap<Entry, Digest>();

function knownDigestOf(entry: Entry): Digest {
  const digest = digests.get(entry) ?? digestOf(entry);
  digests.set(entry, digest);
  return digest;
}

const hex = (lane: number) => lane.toString(16).padStart(8, '0');

/** cyrb53 by bryc (2018, public domain; github.com/bryc/code, jshash), with all 64 bits of its two lanes. */
function hash(text: string): Digest {
  let high = 0x41c6ce57;
  let low = 0xdeadbeef;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 2654435761);
    high = Math.imul(high ^ unit, 1597334677);
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return [high >>> 0, low >>> 0];
}
