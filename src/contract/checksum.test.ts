import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECKSUM, checksumOf, digestOf, heldAs } from './checksum';
import type {
  DeleteEntry,
  EditEntry,
  Entry,
  HiddenEntry,
  HideEntry,
  MessageEntry,
  MessageRef,
  Reaction,
  ReactionEntry,
  SystemAction,
  SystemEntry,
} from './entry';
import type { Attachment } from './upload';

// Each model names every field of its type: a new one does not compile before it is here, and is not sensed before it is
// in the digest.
type Model<T> = { readonly [K in keyof T]-?: fc.Arbitrary<T[K]> };

const words = fc.string({ unit: 'grapheme', maxLength: 12 });
const id = fc.stringMatching(/^[0-9a-f]{24}$/);
const count = fc.nat(100_000);
const instant = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) }).map((at) => at.toISOString());
const ids = fc.array(id, { maxLength: 3 });

const base: Model<Omit<DeleteEntry, 'kind' | 'targetId' | 'targetSeq'>> = {
  conversationId: id,
  seq: count,
  id,
  clientId: words,
  senderId: id,
  at: instant,
};
const target: Model<{ targetId: string; targetSeq: number }> = { targetId: id, targetSeq: count };

const file: Model<Attachment> = {
  id,
  kind: fc.constantFrom('image', 'video', 'audio', 'file'),
  filename: words,
  size: count,
  mimeType: words,
  width: count,
  height: count,
  durationMs: count,
  wave: fc.array(fc.nat(100), { minLength: 1, maxLength: 4 }),
  placeholder: words,
  url: words,
  thumbnailUrl: words,
  expiresAt: instant,
};
const attachment = fc.record(file, {
  requiredKeys: ['id', 'kind', 'filename', 'size', 'mimeType', 'url', 'expiresAt'],
}) as fc.Arbitrary<Attachment>;
const ref: Model<MessageRef> = { id, seq: count };
const reaction: Model<Reaction> = { emoji: words, userIds: ids };

const message: Model<MessageEntry> = {
  ...base,
  kind: fc.constant('message'),
  text: words,
  attachments: fc.array(attachment, { maxLength: 3 }),
  replyTo: fc.option(fc.record(ref)),
  mentions: ids,
  forwarded: fc.boolean(),
  editedAt: fc.option(instant),
  deletedAt: fc.option(instant),
  reactions: fc.array(fc.record(reaction), { maxLength: 3 }),
  rev: count,
};
const edit: Model<EditEntry> = { ...base, ...target, kind: fc.constant('edit'), text: words, mentions: ids };
const deletion: Model<DeleteEntry> = { ...base, ...target, kind: fc.constant('delete') };
const hide: Model<HideEntry> = { ...base, ...target, kind: fc.constant('hide') };
const react: Model<ReactionEntry> = {
  ...base,
  ...target,
  kind: fc.constant('reaction'),
  emoji: words,
  on: fc.boolean(),
};
const { senderId: _, clientId: __, ...anonymous } = base;
const hidden: Model<HiddenEntry> = {
  ...anonymous,
  kind: fc.constant('hidden'),
  clientId: fc.constant(null),
  senderId: fc.constant(null),
};
type ActionModels = {
  readonly [A in SystemAction['action']]: Model<Omit<Extract<SystemAction, { action: A }>, 'action'>>;
};
const actions: ActionModels = {
  created: { memberIds: ids },
  joined: {},
  left: {},
  added: { userId: id },
  removed: { userId: id },
  role: { userId: id, role: fc.constantFrom('owner', 'admin', 'member') },
  renamed: { name: words },
  retention: { days: fc.option(fc.nat()) },
  pinned: { ...target, on: fc.boolean() },
};
const system = fc.oneof(
  ...Object.entries(actions).map(([action, model]) =>
    fc.record({ ...base, kind: fc.constant('system'), action: fc.constant(action), ...model }),
  ),
) as fc.Arbitrary<SystemEntry>;

const entry: fc.Arbitrary<Entry> = fc.oneof(
  { weight: 4, arbitrary: fc.record(message) },
  fc.record(edit),
  fc.record(deletion),
  fc.record(hide),
  fc.record(react),
  fc.record(hidden),
  { weight: 2, arbitrary: system },
);

const LINKS = ['url', 'thumbnailUrl', 'expiresAt'];

/** The value in every form that differs from it in one place, links apart. */
function* others(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) {
    yield [...value, value[0] ?? 'more'];
    if (value.length > 0) yield value.slice(1);
    const reversed = value.toReversed();
    if (JSON.stringify(reversed) !== JSON.stringify(value)) yield reversed;
    for (const [index, one] of value.entries()) for (const other of others(one)) yield value.with(index, other);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      if (LINKS.includes(key)) continue;
      for (const other of others(one)) yield { ...value, [key]: other };
    }
  } else if (typeof value === 'number') yield value + 1;
  else if (typeof value === 'boolean') yield !value;
  else yield value === null ? 'something' : `${value}x`;
}

function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, one]) => [key, reordered(one)]),
  );
}

describe('the digest of an entry', () => {
  it('is another one when anything in the entry is, at any depth', () => {
    fc.assert(
      fc.property(entry, (one) => {
        const digest = digestOf(one);
        for (const other of others(one)) expect(digestOf(other as Entry), JSON.stringify(other)).not.toEqual(digest);
      }),
    );
  });

  it('is the same whatever the links of its files are', () => {
    fc.assert(
      fc.property(fc.record(message), words, instant, (one, link, expiresAt) => {
        const attachments = one.attachments.map((file) => ({ ...file, url: link, thumbnailUrl: link, expiresAt }));
        expect(digestOf({ ...one, attachments })).toEqual(digestOf(one));
      }),
    );
  });

  it('is the same for a copy, over the wire and with its fields in another order', () => {
    fc.assert(
      fc.property(entry, (one) => {
        for (const copy of [structuredClone(one), JSON.parse(JSON.stringify(one)), reordered(one)]) {
          expect(digestOf(copy)).toEqual(digestOf(one));
        }
      }),
    );
  });
});

describe('the checksum of a run', () => {
  const run = fc.array(entry, { maxLength: 12 });
  /** Lane by lane, modulo 2³². */
  const lanes = (checksum: string) => [
    Number.parseInt(checksum.slice(2, 10), 16),
    Number.parseInt(checksum.slice(10), 16),
  ];
  const rolled = (sum: readonly number[], digest: readonly number[], sign: 1 | -1) =>
    sum.map((lane, index) => (lane + sign * digest[index]!) >>> 0);

  it('rolls: adding what came and taking away what was there before makes what counting anew does', () => {
    fc.assert(
      fc.property(run, entry, entry, fc.nat(), (before, came, became, pick) => {
        const held = [...before, came];
        const index = pick % held.length;
        let sum: readonly number[] = lanes(checksumOf(before.map(digestOf)));
        sum = rolled(sum, digestOf(came), 1);
        sum = rolled(rolled(sum, digestOf(held[index]!), -1), digestOf(became), 1);
        expect(lanes(checksumOf(held.with(index, became).map(digestOf)))).toEqual(sum);
      }),
    );
  });

  it('is asked about as from the first to the last number, the same however often it was', () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 12 }), (entries) => {
        const [first, last] = [entries[0]!, entries.at(-1)!];
        const asked = {
          conversationId: first.conversationId,
          from: first.seq,
          to: last.seq,
          checksum: checksumOf(entries.map(digestOf)),
        };
        expect([heldAs(entries), heldAs(entries)]).toEqual([asked, asked]);
      }),
    );
  });

  it('does not tell in which order it was counted', () => {
    fc.assert(
      fc.property(run, (entries) => {
        expect(checksumOf(entries.toReversed().map(digestOf))).toBe(checksumOf(entries.map(digestOf)));
      }),
    );
  });

  it('has the form that a call may carry', () => {
    fc.assert(fc.property(run, (entries) => void expect(checksumOf(entries.map(digestOf))).toMatch(CHECKSUM)));
  });

  it('is in this release what it was in the last, or has another form', () => {
    const said: Entry = {
      conversationId: '0123456789abcdef01234567',
      seq: 2,
      id: '89abcdef0123456789abcdef',
      clientId: 'a-client-id',
      senderId: 'fedcba9876543210fedcba98',
      at: '2030-01-01T00:00:00.000Z',
      kind: 'message',
      text: 'Grüße, 世界 👋',
      attachments: [],
      replyTo: { id: '76543210fedcba9876543210', seq: 1 },
      mentions: [],
      forwarded: false,
      editedAt: null,
      deletedAt: null,
      reactions: [{ emoji: '👍', userIds: ['fedcba9876543210fedcba98'] }],
      rev: 3,
    };
    expect(checksumOf([digestOf(said)])).toBe('2:d57f637b678d3411');
    expect(checksumOf([])).toBe('2:0000000000000000');
  });
});
