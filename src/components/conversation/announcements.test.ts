import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFakeClock } from '~/sync/testing/fake-clock';
import { CHANCE, holds, LAW_TIMEOUT_MS } from '~/sync/testing/law';
import { type Announcement, createAnnouncements, PACE_MS, READ_MAX } from './announcements';

interface Message {
  readonly seq: number;
  readonly mentions: boolean;
}

type Step =
  | { readonly type: 'arrived'; readonly mentions: readonly boolean[] }
  | { readonly type: 'away'; readonly away: boolean }
  | { readonly type: 'time'; readonly milliseconds: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ type: fc.constant('arrived'), mentions: fc.array(fc.boolean(), { maxLength: 6 }) }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('away'), away: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('time'), milliseconds: fc.integer({ min: 0, max: 5_000 }) }) },
);

interface Said {
  readonly at: number;
  readonly away: boolean;
  readonly announcement: Announcement<Message>;
}

async function played(steps: readonly Step[]) {
  const clock = createFakeClock();
  const said: Said[] = [];
  const all: Message[] = [];
  let away = false;
  const announcements = createAnnouncements<Message>({
    clock,
    mentions: (message) => message.mentions,
    announce: (announcement) => said.push({ at: clock.now(), away, announcement }),
  });
  for (const one of steps) {
    if (one.type === 'arrived') {
      const messages = one.mentions.map((mentions, index) => ({ seq: all.length + index + 1, mentions }));
      all.push(...messages);
      announcements.arrived(messages);
    } else if (one.type === 'away') {
      away = one.away;
      announcements.setAway(one.away);
    } else await clock.advance(one.milliseconds);
  }
  away = false;
  announcements.setAway(false);
  await clock.advance(PACE_MS);
  return { said, all, pending: clock.pending() };
}

describe(`announcements of messages (${CHANCE})`, () => {
  it(
    'tell each message exactly once, in order, alone or within a count, and never in a flood',
    () =>
      holds(
        fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
          const { said, all, pending } = await played(steps);
          let told = 0;
          for (const { announcement } of said) {
            const size = announcement.kind === 'read' ? announcement.messages.length : announcement.count;
            const meant = all.slice(told, told + size);
            if (announcement.kind === 'read') {
              expect(size).toBeLessThanOrEqual(READ_MAX);
              expect(announcement.messages).toEqual(meant);
            } else expect(announcement.mentions).toBe(meant.filter(({ mentions }) => mentions).length);
            expect(size).toBeGreaterThan(0);
            told += size;
          }
          expect(told).toBe(all.length);
          expect(pending).toBe(0);
          for (const [index, { at, away }] of said.entries()) {
            expect(away).toBe(false);
            if (index > 0) expect(at - said[index - 1]!.at).toBeGreaterThanOrEqual(PACE_MS);
          }
        }),
      ),
    LAW_TIMEOUT_MS,
  );

  it('are made at once when nothing was said lately', async () => {
    const { said } = await played([{ type: 'arrived', mentions: [false] }]);
    expect(said[0]?.announcement).toEqual({ kind: 'read', messages: [{ seq: 1, mentions: false }] });
  });

  it('count what came while the person was away', async () => {
    const { said } = await played([
      { type: 'away', away: true },
      { type: 'arrived', mentions: [false, true, false, false] },
      { type: 'time', milliseconds: 60_000 },
      { type: 'arrived', mentions: [true] },
    ]);
    expect(said.map(({ announcement }) => announcement)).toEqual([{ kind: 'counted', count: 5, mentions: 2 }]);
  });

  it('end when they are stopped', async () => {
    const clock = createFakeClock();
    const said: unknown[] = [];
    const announcements = createAnnouncements<Message>({
      clock,
      mentions: () => false,
      announce: (one) => said.push(one),
    });
    announcements.arrived([{ seq: 1, mentions: false }]);
    announcements.arrived([{ seq: 2, mentions: false }]);
    announcements.stop();
    await clock.runOut();
    expect(said).toHaveLength(1);
  });
});
