import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry, MessageEntry } from '~/contract/entry';
import { deed, PEOPLE, perform } from './testing/history';
import { linkless } from './testing/linkless';
import { createScriptedServer } from './testing/scripted-server';
import { append, appendAll, changed, fromPage, LOADING, prepend, replace } from './timeline';

const HERE = 'here';

/** A random history, with what each reader would have been shown after each number. */
const history = fc.array(deed, { minLength: 1, maxLength: 40 }).map((deeds) => {
  const server = createScriptedServer(() => 0);
  for (const id of PEOPLE) server.addUser(id);
  server.found(HERE, 'group', PEOPLE);
  const snapshots = new Map<string, (readonly Entry[])[]>(PEOPLE.map((id) => [id, [[]]]));
  const keep = () => {
    for (const id of PEOPLE) {
      const kept = snapshots.get(id) ?? [];
      while (kept.length <= server.head(HERE)) kept.push(linkless(server.snapshot(id, HERE)));
    }
  };
  keep();
  for (const one of deeds) {
    perform(server, HERE, one);
    keep();
  }
  return { server, snapshots, head: server.head(HERE) };
});

describe('a timeline', () => {
  it('is, after any snapshot and all entries since, what a fresh snapshot is', () => {
    fc.assert(
      fc.property(history, ({ server, snapshots, head }) => {
        for (const [reader, kept] of snapshots) {
          const fresh = linkless(server.snapshot(reader, HERE));
          for (let n = 0; n <= head; n += 1) {
            const snapshot = fromPage({ entries: kept[n] ?? [], head: n });
            // As the feed brought them, one by one as they were then.
            let timeline = snapshot;
            for (let seq = n + 1; seq <= head; seq += 1) {
              const asItCame = kept[seq]?.[seq - 1];
              if (asItCame) timeline = append(timeline, asItCame).timeline;
            }
            expect(timeline.entries).toEqual(fresh);
            // As they are told later, with changes already in them.
            expect(appendAll(snapshot, fresh.slice(n)).timeline.entries).toEqual(fresh);
          }
        }
      }),
      { numRuns: 400 },
    );
  });

  it('shows an older page as it is now, whenever the page was read', () => {
    const cut = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
    fc.assert(
      fc.property(history, cut, cut, (past, split, moment) => {
        for (const [reader, kept] of past.snapshots) {
          const fresh = linkless(past.server.snapshot(reader, HERE));
          const first = 1 + Math.floor(split * past.head);
          const held = { ...fromPage({ entries: fresh.slice(first - 1), head: past.head }), upTo: past.head };
          // Read at any number from the first held one on: the head may be behind or level.
          const head = first - 1 + Math.floor(moment * (past.head - first + 2));
          const page = { entries: kept[head]?.slice(0, first - 1) ?? [], head };
          expect(prepend(held, page)?.entries).toEqual(fresh);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('shows a page that knows more than its number, and is not changed again by what it knows', () => {
    const cut = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(history, cut, cut, (past, read, later) => {
        for (const [reader, kept] of past.snapshots) {
          const fresh = linkless(past.server.snapshot(reader, HERE));
          const head = Math.floor(read * past.head);
          const moment = head + Math.floor(later * (past.head - head));
          const page = fromPage({ entries: kept[moment]?.slice(0, head) ?? [], head });
          expect(appendAll(page, fresh.slice(head)).timeline.entries).toEqual(fresh);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('applies the next number and no other', () => {
    const two = appendAll({ ...LOADING, status: 'ready' }, [aMessage(1), aMessage(2)]).timeline;
    expect(append(two, aMessage(2))).toEqual({ timeline: two, outcome: 'duplicate' });
    expect(append(two, aMessage(4))).toEqual({ timeline: two, outcome: 'gap' });
    expect(append(two, aMessage(3)).timeline.upTo).toBe(3);
  });

  it('applies a run as far as it has no hole', () => {
    const { timeline, outcome } = appendAll({ ...LOADING, status: 'ready' }, [1, 2, 4].map(aMessage));
    expect(timeline.upTo).toBe(2);
    expect(outcome).toBe('gap');
  });

  it('keeps the entries that did not change', () => {
    const before = appendAll({ ...LOADING, status: 'ready' }, [1, 2].map(aMessage)).timeline;
    const after = append(before, { ...anIntent(3, 1), kind: 'edit', text: 'better', mentions: [] }).timeline;
    expect(after.entries[0]).toMatchObject({ text: 'better', rev: 3 });
    expect(after.entries[1]).toBe(before.entries[1]);
  });

  it('refuses a page with a hole', () => {
    expect(() => fromPage({ entries: [aMessage(1), aMessage(3)], head: 3 })).toThrow('skips from 1 to 3');
  });

  it('does not take an older page that does not end where it begins', () => {
    const held = fromPage({ entries: [aMessage(10)], head: 10 });
    expect(prepend(held, { entries: [aMessage(7), aMessage(8)], head: 10 })).toBeNull();
  });

  it('keeps what came right after the page that replaces it', () => {
    const held = fromPage({ entries: [5, 6, 7].map(aMessage), head: 7 });
    const page = { entries: [4, 5, 6].map(aMessage), head: 6 };
    expect(replace(held, page).entries.map((entry) => entry.seq)).toEqual([4, 5, 6, 7]);
    const later = { entries: [20, 21].map(aMessage), head: 21 };
    expect(replace(held, later).entries.map((entry) => entry.seq)).toEqual([20, 21]);
  });
});

describe('a message', () => {
  it('that was deleted ignores edits and reactions', () => {
    const deleted = { ...aMessage(1), text: '', deletedAt: AT, rev: 5 };
    expect(changed(deleted, { ...anIntent(6, 1), kind: 'edit', text: 'again', mentions: [] })).toBe(deleted);
    expect(changed(deleted, { ...anIntent(6, 1), kind: 'reaction', emoji: '👍', on: true })).toBe(deleted);
    expect(changed(deleted, { ...anIntent(6, 1), kind: 'delete' })).toBe(deleted);
  });

  it('keeps its files when it is edited, and loses them when it is deleted', () => {
    const links = { url: '/file', expiresAt: AT };
    const attachments = [
      { id: 'u', kind: 'file', filename: 'a.txt', size: 1, mimeType: 'text/plain', ...links } as const,
    ];
    const message = { ...aMessage(1), attachments };
    const edited = changed(message, { ...anIntent(2, 1), kind: 'edit', text: '', mentions: [] });
    expect(edited).toMatchObject({ text: '', attachments });
    expect(changed(edited, { ...anIntent(3, 1), kind: 'delete' })).toMatchObject({ attachments: [] });
  });

  it('ignores a change that is already in it', () => {
    const edited = { ...aMessage(1), rev: 5 };
    expect(changed(edited, { ...anIntent(4, 1), kind: 'edit', text: 'older', mentions: [] })).toBe(edited);
  });

  it('that its reader hid shows nothing, not even whose it was', () => {
    expect(changed(aMessage(1), { ...anIntent(2, 1), kind: 'hide' })).toEqual({
      kind: 'hidden',
      conversationId: HERE,
      seq: 1,
      id: `${HERE}/1`,
      clientId: null,
      senderId: null,
      at: AT,
    });
  });

  it('has emojis in the order of their first reaction, and none without people', () => {
    const react = (seq: number, senderId: string, emoji: string, on: boolean) =>
      ({ ...anIntent(seq, 1), kind: 'reaction', senderId, emoji, on }) as const;
    const changes = [react(2, 'bob', '👍', true), react(3, 'cleo', '❤', true), react(4, 'cleo', '👍', true)];
    const both = changes.reduce<Entry>(changed, aMessage(1));
    expect(both).toMatchObject({
      reactions: [
        { emoji: '👍', userIds: ['bob', 'cleo'] },
        { emoji: '❤', userIds: ['cleo'] },
      ],
    });
    const less = changed(changed(both, react(5, 'cleo', '❤', false)), react(6, 'bob', '👍', false));
    expect(less).toMatchObject({ reactions: [{ emoji: '👍', userIds: ['cleo'] }], rev: 6 });
  });
});

const AT = '2030-01-01T00:00:00.000Z';

function aMessage(seq: number): MessageEntry {
  return {
    ...anEntry(seq),
    kind: 'message',
    text: `message ${seq}`,
    attachments: [],
    replyTo: null,
    mentions: [],
    forwarded: false,
    editedAt: null,
    deletedAt: null,
    reactions: [],
    rev: seq,
  };
}

function anIntent(seq: number, targetSeq: number) {
  return { ...anEntry(seq), targetId: `${HERE}/${targetSeq}`, targetSeq };
}

function anEntry(seq: number) {
  return { conversationId: HERE, seq, id: `${HERE}/${seq}`, clientId: `c${seq}`, senderId: 'ann', at: AT };
}
