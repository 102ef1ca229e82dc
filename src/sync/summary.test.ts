import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MessageEntry } from '~/contract/entry';
import { isStale, merge, note, raise, type Summary, unknownMark } from './summary';
import { deed, perform } from './testing/history';
import { createScriptedServer } from './testing/scripted-server';

const HERE = 'here';

/** What reaches a reader: an entry, or the loss of one; an answer as of some numbers ago; word of the head alone. */
const arrival = fc.record({
  deed,
  isLost: fc.boolean(),
  answersAgo: fc.array(fc.nat(4), { maxLength: 2 }),
  tellsHead: fc.boolean(),
});

describe('a summary', () => {
  it('that says it lacks nothing lacks nothing', () => {
    fc.assert(
      fc.property(fc.array(arrival, { minLength: 1, maxLength: 40, size: 'max' }), (arrivals) => {
        let head = 0;
        const server = createScriptedServer(() => Date.UTC(2030, 0, 1) + head * 1000);
        for (const id of ['ann', 'bob', 'cleo']) server.addUser(id);
        server.found(HERE, 'room', ['dora', 'ann', 'bob', 'cleo']);
        const asOf = (number: number) => {
          server.lagBehind(server.head(HERE) - number);
          const conversation = server.conversation('dora', HERE);
          server.lagBehind(0);
          return conversation;
        };
        let summary: Summary = { mark: unknownMark(0, 0), conversation: undefined };
        for (const { deed, isLost, answersAgo, tellsHead } of arrivals) {
          head = server.head(HERE);
          perform(server, HERE, deed);
          for (const entry of server.snapshot('dora', HERE).slice(head))
            if (!isLost) summary = note(summary, entry, 'dora');
          if (tellsHead) summary = { ...summary, mark: raise(summary.mark, server.head(HERE)) };
          for (const ago of answersAgo) {
            const conversation = asOf(Math.max(1, server.head(HERE) - ago));
            summary = merge(summary, { conversation, askedAt: 1 });
          }
          if (isStale(summary.mark) || !summary.conversation) continue;
          expect(summary.conversation).toEqual(asOf(summary.mark.head));
        }
      }),
      { numRuns: Number(process.env.RUNS ?? 3000) },
    );
  });

  it('in doubt is trusted again only after an answer to a later question', () => {
    const conversation = aConversation();
    const doubtful: Summary = { mark: { ...unknownMark(1, 0), doubtedAt: 5 }, conversation };
    expect(merge(doubtful, { conversation, askedAt: 4 }).mark.doubtedAt).toBe(5);
    expect(merge(doubtful, { conversation, askedAt: null }).mark.doubtedAt).toBe(5);
    expect(merge(doubtful, { conversation, askedAt: 6 }).mark.doubtedAt).toBeNull();
  });

  it('has the preview of the newest answer, also if an entry changed an earlier preview after it', () => {
    const server = createScriptedServer(() => 0);
    server.found(HERE, 'group', ['ann', 'bob']);
    server.say('ann', HERE, 'two');
    const two = server.conversation('bob', HERE);
    server.say('ann', HERE, 'three');
    const three = server.conversation('bob', HERE);
    server.edit('ann', HERE, 3, 'better');
    const four = server.conversation('bob', HERE);
    server.edit('ann', HERE, 2, 'not the last');
    const entries = server.snapshot('bob', HERE);
    let summary: Summary = merge(
      { mark: unknownMark(3, 0), conversation: undefined },
      { conversation: two, askedAt: 1 },
    );
    for (const entry of entries.slice(3)) summary = note(summary, entry, 'bob');
    for (const conversation of [three, four]) summary = merge(summary, { conversation, askedAt: 1 });
    expect(summary.mark.missed).toBe(0);
    expect(summary.conversation).toEqual(server.conversation('bob', HERE));
  });

  it.each([
    [[{ kind: 'image' }], 'image'],
    [[{ kind: 'audio' }, { kind: 'file' }], 'file'],
    [[{ kind: 'audio', wave: [0, 100] }], 'voice'],
  ] as const)('says what the files of the last message are: %j', (files, kind) => {
    const server = createScriptedServer(() => 0);
    server.found(HERE, 'group', ['ann', 'bob']);
    const conversation = server.conversation('ann', HERE);
    const entry = server.say('bob', HERE, '', ...files.map(() => 'bytes')) as MessageEntry;
    const attachments = entry.attachments.map((file, index) => ({ ...file, ...files[index] }));
    const after = note({ mark: unknownMark(1, 0), conversation }, { ...entry, attachments }, 'ann');
    expect(after.conversation?.lastMessage?.attached).toEqual({ kind, count: files.length });
  });

  it('never has its head lowered', () => {
    const conversation = aConversation();
    const after = merge({ mark: unknownMark(7, 0), conversation: undefined }, { conversation, askedAt: 1 });
    expect(after.conversation?.head).toBe(7);
    expect(after.mark).toMatchObject({ head: 7, missed: 7 });
    expect(raise(after.mark, 3)).toBe(after.mark);
  });
});

function aConversation() {
  const server = createScriptedServer(() => 0);
  server.found(HERE, 'group', ['ann', 'bob']);
  return server.conversation('ann', HERE);
}
