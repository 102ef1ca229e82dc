import { describe, expect, it } from 'vitest';
import { failedActs, shownEntries, shownMessage } from './shown';
import { settled } from './testing/fake-clock';
import { aScene, GROUP } from './testing/scene';
import { TransportError } from './transport';

const target = (targetSeq: number) => ({ targetId: `${GROUP}/${targetSeq}`, targetSeq });
const editOf = (seq: number, text: string) => ({ kind: 'edit', ...target(seq), text }) as const;
const like = (seq: number, on = true) => ({ kind: 'reaction', ...target(seq), emoji: '👍', on }) as const;

/** Ann has said 2 to 4, and is offline. */
async function annOffline() {
  const scene = aScene();
  const device = await scene.annReading();
  for (const text of ['one', 'two', 'three']) device.engine.send(GROUP, text);
  await scene.clock.advance(1000);
  device.engine.setOnline(false);
  const shown = () => shownEntries(device.engine.getState(), GROUP);
  return { ...scene, ...device, shown };
}

describe('what is shown', () => {
  it('has what the person did, before the server has it', async () => {
    const { engine, shown } = await annOffline();
    engine.act(GROUP, editOf(2, 'better'));
    engine.act(GROUP, like(2));
    engine.act(GROUP, { kind: 'delete', ...target(3) });
    engine.act(GROUP, { kind: 'hide', ...target(4) });
    expect(shown().slice(1)).toMatchObject([
      { text: 'better', reactions: [{ emoji: '👍', userIds: ['ann'] }] },
      { text: '' },
      { kind: 'hidden' },
    ]);
    const [, edited, deleted] = shown();
    expect(edited).toMatchObject({ editedAt: engine.getState().outbox[0]?.createdAt });
    expect(deleted).toMatchObject({ deletedAt: engine.getState().outbox[2]?.createdAt });
  });

  it('has it in the order it was done', async () => {
    const { engine, shown } = await annOffline();
    engine.act(GROUP, like(2));
    engine.act(GROUP, editOf(2, 'first'));
    engine.act(GROUP, like(2, false));
    engine.act(GROUP, editOf(2, 'last'));
    expect(shown()[1]).toMatchObject({ text: 'last', reactions: [] });
  });

  it('becomes what the server has without a step back', async () => {
    const { clock, server, engine, shown } = await annOffline();
    engine.act(GROUP, editOf(2, 'better'));
    engine.act(GROUP, like(2));
    const states = new Set<string>();
    engine.subscribe(() => {
      const [, entry] = shown();
      states.add(entry?.kind === 'message' ? `${entry.text} ${entry.reactions.length}` : '');
    });
    engine.setOnline(true);
    await clock.advance(3000);
    expect(engine.getState().outbox).toEqual([]);
    expect([...states]).toEqual(['better 1']);
    expect(shown()).toEqual(server.snapshot('ann', GROUP));
  });

  it('stays above what others do meanwhile', async () => {
    const { clock, server, engine, transport, shown } = await annOffline();
    engine.setOnline(true);
    await clock.advance(1000);
    const release = transport.hold('react');
    engine.act(GROUP, like(2));
    server.react('bob', GROUP, 2, { emoji: '👍', on: true });
    await settled();
    expect(shown()[1]).toMatchObject({ reactions: [{ userIds: ['bob', 'ann'] }] });
    release();
    await settled();
    expect(shown()).toEqual(server.snapshot('ann', GROUP));
  });

  it('is the same while nothing in it changes', async () => {
    const { clock, engine, transport, server, shown } = await annOffline();
    server.found('other', 'group', ['ann', 'bob']);
    engine.act(GROUP, editOf(2, 'better'));
    const before = shown();
    engine.setDraft(GROUP, 'x');
    engine.act('other', like(1));
    engine.send(GROUP, 'four');
    transport.hold('edit');
    engine.setOnline(true);
    await clock.advance(1000);
    expect(engine.getState().outbox[0]).toMatchObject({ status: 'sending' });
    expect(shown()).toBe(before);
    expect(shownMessage(engine.getState(), GROUP, 2)).toBe(before[1]);
  });

  it('keeps the entries that were not touched, and those that were touched before', async () => {
    const { clock, engine, transport, bobSays, shown } = await annOffline();
    engine.setOnline(true);
    await clock.advance(1000);
    transport.hold('edit');
    engine.act(GROUP, editOf(2, 'better'));
    await settled();
    const before = shown();
    bobSays(1);
    await settled();
    expect(shown()).toHaveLength(before.length + 1);
    expect(
      shown()
        .slice(0, -1)
        .every((entry, index) => entry === before[index]),
    ).toBe(true);
    engine.act(GROUP, like(3));
    expect(shown()[1]).toBe(before[1]);
    expect(shown()[2]).not.toBe(before[2]);
    expect(shown()[3]).toBe(before[3]);
  });

  it('is the excerpt as long as one is open, and single messages wherever they are', async () => {
    const { clock, server, annReading, bobSays } = aScene();
    bobSays(30);
    const { engine, transport } = await annReading();
    engine.quote(GROUP, [3]);
    await engine.jumpTo(GROUP, 10);
    await clock.advance(1000);
    const seqs = () => shownEntries(engine.getState(), GROUP).map(({ seq }) => seq);
    expect(seqs()).toEqual([7, 8, 9, 10, 11, 12]);
    transport.hold('react');
    for (const seq of [3, 10, 30]) engine.act(GROUP, like(seq));
    const state = engine.getState();
    for (const seq of [3, 10, 30]) {
      const shown = shownMessage(state, GROUP, seq);
      expect(shown).toMatchObject({ seq, reactions: [{ userIds: ['ann'] }] });
      expect(shownMessage(state, GROUP, seq)).toBe(shown);
    }
    expect(shownMessage(state, GROUP, 20)).toBeUndefined();
    expect(shownEntries(state, 'elsewhere')).toBe(shownEntries(state, 'nowhere'));
    engine.closeExcerpt(GROUP);
    expect(seqs().at(-1)).toBe(server.head(GROUP));
  });
});

describe('what was refused', () => {
  it('is not shown as done, and is there to be tried again or dropped', async () => {
    const { clock, server, annReading } = aScene();
    const { engine, transport } = await annReading();
    engine.send(GROUP, 'one');
    await clock.advance(1000);
    const shown = () => shownEntries(engine.getState(), GROUP)[1];
    const failed = () => failedActs(engine.getState(), GROUP, `${GROUP}/2`);
    transport.failNext('edit', new TransportError('BLOCKED', 'no'));
    transport.failNext('react', new TransportError('TOO_LARGE', 'no'));
    const clientId = engine.act(GROUP, editOf(2, 'better'));
    const other = engine.act(GROUP, like(2));
    await clock.advance(1000);
    expect(shown()).toMatchObject({ text: 'one', reactions: [] });
    expect(failed()).toMatchObject([{ clientId, error: 'BLOCKED' }, { error: 'TOO_LARGE' }]);
    expect(failed()).toBe(failed());
    expect(failedActs(engine.getState(), GROUP, `${GROUP}/1`)).toEqual([]);
    engine.drop(other);
    engine.retry(clientId);
    expect(shown()).toMatchObject({ text: 'better' });
    await clock.advance(1000);
    expect(failed()).toEqual([]);
    expect(server.entries(GROUP).map(({ kind }) => kind)).toEqual(['system', 'message', 'edit']);
  });
});
