import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UNREAD_MAX } from '~/contract/limits';
import { deed, perform } from './testing/history';
import { createScriptedServer } from './testing/scripted-server';
import { afterAnswer, afterEntry, afterReading, type Count, NOTHING_COUNTED, recount, unreadOf } from './unread';

const HERE = 'here';

/** What happens to a reader who hears everything: an entry, an answer from before, reading, a look at all that is held. */
const happening = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('deed' as const), deed }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('answer' as const), ago: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('read' as const), ago: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('recount' as const) }) },
);

describe('the number of unread messages', () => {
  it('that is sure is the server’s', () => {
    fc.assert(
      fc.property(fc.array(happening, { minLength: 1, maxLength: 60, size: 'max' }), (happenings) => {
        const server = aServer();
        let count: Count = NOTHING_COUNTED;
        let base = 0;
        let readSeq = 1;
        for (const one of happenings) {
          const head = server.head(HERE);
          if (one.kind === 'deed') {
            perform(server, HERE, one.deed);
            for (const entry of server.snapshot('dora', HERE).slice(head)) {
              count = afterEntry(count, entry, { meId: 'dora', readSeq });
            }
          } else if (one.kind === 'answer') {
            const asOf = Math.max(base, head - one.ago);
            server.lagBehind(head - asOf);
            count = afterReading(afterAnswer(count, server.conversation('dora', HERE)), readSeq);
            server.lagBehind(0);
            base = asOf;
          } else if (one.kind === 'read') {
            readSeq = Math.max(readSeq, head - one.ago);
            server.raised('dora', { conversationId: HERE, seq: readSeq }, 'read');
            count = afterReading(count, readSeq);
          } else count = recount(count, server.snapshot('dora', HERE), { meId: 'dora', readSeq });
          const expected = server.conversation('dora', HERE);
          if (count.isSure) expect(unreadOf(count, expected)).toBe(expected.unread);
        }
      }),
      { numRuns: Number(process.env.RUNS ?? 2000) },
    );
  });

  it('stops at its limit, and below it is sure again only after somebody has counted', () => {
    const server = aServer();
    for (let index = 0; index < UNREAD_MAX + 1; index += 1) server.say('bob', HERE, `${index}`);
    let count: Count = NOTHING_COUNTED;
    const hear = () => {
      for (const entry of server.snapshot('dora', HERE).slice(1)) {
        if (entry.seq > heardUpTo) count = afterEntry(count, entry, { meId: 'dora', readSeq: 1 });
        heardUpTo = Math.max(heardUpTo, entry.seq);
      }
    };
    let heardUpTo = 1;
    hear();
    expect(unreadOf(count, { readSeq: 1, head: heardUpTo })).toBe(UNREAD_MAX);
    server.remove('bob', HERE, 50);
    hear();
    expect(count.isSure).toBe(false);
    const counted = recount(count, server.snapshot('dora', HERE), { meId: 'dora', readSeq: 1 });
    expect(unreadOf(counted, { readSeq: 1, head: heardUpTo })).toBe(UNREAD_MAX);
    expect(counted.isSure).toBe(true);
  });
});

function aServer() {
  const server = createScriptedServer(() => 0);
  for (const id of ['dora', 'ann', 'bob', 'cleo']) server.addUser(id);
  server.found(HERE, 'room', ['dora', 'ann', 'bob', 'cleo']);
  return server;
}
