import { createHash } from 'node:crypto';
import type { Conversation } from '~/contract/conversation';
import type { Entry } from '~/contract/entry';
import type { Id } from '~/contract/primitives';
import type { Engine } from '~/sync/engine';
import type { StoredConversation, View } from './laws/law';
import type { Population } from './population';
import { within } from './waiting';

/**
 * Every device beside one of the same person that was switched on just now: real engines both. The new one has
 * `patienceMs` to load everything that an old one holds.
 */
export async function viewsOf(
  population: Population,
  conversations: readonly StoredConversation[],
  patienceMs: number,
): Promise<readonly View[]> {
  const views: View[] = [];
  for (const [index, person] of population.people.entries()) {
    const { id: userId } = person.me;
    const ids = conversations.filter(({ members }) => members.includes(userId)).map(({ id }) => id);
    const held = population.devicesOf(userId).filter(({ engine }) => engine !== null);
    const fresh = await population.fresh(person, `fresh${index}`);
    const news = fresh.engine!;
    const start = (id: Id) => Math.min(...held.map(({ engine }) => entriesOf(engine!, id)[0]?.seq ?? 1));
    await within(patienceMs, () => load(news, ids, start));
    // Watermarks and counts travel beside the list; they have a moment to arrive.
    await within(SETTLE_MS, () =>
      held.every(({ engine }) => ids.every((id) => summaryOf(engine!, id) === summaryOf(news, id))),
    );
    for (const device of held) {
      for (const conversationId of ids) {
        const verdict = await device.check(conversationId);
        const own = { deviceId: device.id, userId, conversationId, verdict };
        views.push({ ...own, ...compared(device.engine!, news, conversationId) });
      }
    }
    await fresh.close();
  }
  return views;
}

/** Milliseconds for what has no numbers to reach every device: a receipt is told once a second. */
const SETTLE_MS = 10_000;

/** Whether it has everything from where the others begin; asks for more if not. */
async function load(engine: Engine, ids: readonly Id[], start: (id: Id) => number): Promise<boolean> {
  const { conversations, timelines } = engine.getState();
  const lacking = ids.filter((id) => {
    const timeline = timelines.get(id);
    return !conversations.has(id) || timeline?.status !== 'ready' || (timeline.entries[0]?.seq ?? 1) > start(id);
  });
  await Promise.all(lacking.map((id) => engine.loadOlder(id)));
  return lacking.length === 0;
}

function compared(engine: Engine, news: Engine, id: Id) {
  const entries = entriesOf(engine, id);
  const from = entries[0]?.seq ?? 0;
  const fresh = entriesOf(news, id).filter(({ seq }) => seq >= from);
  const texts = entries.map(canonical);
  const freshTexts = fresh.map(canonical);
  const differs = Math.max(texts.length, freshTexts.length);
  const at = Array.from({ length: differs }, (_, index) => index).find((index) => texts[index] !== freshTexts[index]);
  return {
    from,
    upTo: entries.at(-1)?.seq ?? 0,
    hash: hashOf(texts),
    freshHash: hashOf(freshTexts),
    differsAt: at === undefined ? null : from + at,
    summary: summaryOf(engine, id),
    freshSummary: summaryOf(news, id),
  };
}

const entriesOf = (engine: Engine, id: Id): readonly Entry[] => engine.getState().timelines.get(id)?.entries ?? [];

/** What a list of conversations shows of one; without links, which are each reader's own and of the moment. */
function summaryOf(engine: Engine, id: Id): string {
  const conversation = engine.getState().conversations.get(id);
  if (!conversation) return 'nothing';
  const { avatarUrl: _, peer, deliveredSeq: __, ...rest } = conversation satisfies Conversation;
  return canonical({ ...rest, peer: peer?.id ?? null });
}

function hashOf(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\n');
  return hash.digest('hex');
}

/** The same text for equal values, in whatever order they were put together. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
