import type { Conversation } from '~/contract/conversation';
import type { Id } from '~/contract/primitives';
import { grouped } from './grouped';
import type { OutboxItem, SyncState } from './state';

/**
 * The list as the person sees it: what is pinned comes first, then what was active last. A direct conversation in which
 * nothing was said yet is listed only for the person who began it. The same arrays as long as nothing in them changes.
 */
const lists = remembered(
  ({ conversations, outbox, me }: SyncState) => [conversations, outbox, me.id],
  ({ conversations, outbox, me }) => {
    const written = new Set(outbox.map((item) => item.conversationId));
    const listed = [...conversations.values()]
      .filter((one) => one.kind !== 'direct' || one.lastMessage || one.createdBy === me.id || written.has(one.id))
      .sort((a, b) => Number(b.pinned) - Number(a.pinned) || byActivity(a, b));
    return { active: listed.filter((one) => !one.archived), archived: listed.filter((one) => one.archived) };
  },
);

export const conversationList = (state: SyncState): readonly Conversation[] => lists(state).active;
export const archivedList = (state: SyncState): readonly Conversation[] => lists(state).archived;

/** What a conversation is called: its name, or that of the other person. */
export function titleOf(state: Pick<SyncState, 'users'>, { name, peer }: Conversation): string {
  if (name !== null) return name;
  return peer ? nameOf(state, peer.id, peer.name) : '';
}

/** A person's name, or something else to show while they are not known yet. */
export function nameOf({ users }: Pick<SyncState, 'users'>, userId: Id, otherwise = ''): string {
  return users.get(userId)?.name ?? otherwise;
}

const pendingByConversation = remembered(
  ({ outbox }: SyncState) => [outbox],
  ({ outbox }, before?: ReadonlyMap<Id, readonly OutboxItem[]>) => {
    const groups = grouped(outbox, (item) => item.conversationId);
    return new Map([...groups].map(([id, group]) => [id, sameAs(before?.get(id), group)]));
  },
);

const NONE: readonly OutboxItem[] = [];

/**
 * What the person wrote and did in a conversation that is not in its list yet, in the order it was done. The same array
 * as long as nothing in it changes.
 */
export function pendingOf(state: SyncState, conversationId: Id): readonly OutboxItem[] {
  return pendingByConversation(state).get(conversationId) ?? NONE;
}

function byActivity(a: Conversation, b: Conversation): number {
  if (a.lastActivityAt !== b.lastActivityAt) return a.lastActivityAt < b.lastActivityAt ? 1 : -1;
  return a.id < b.id ? -1 : 1;
}

/** What was held before, if it has the same elements. */
function sameAs<T>(before: readonly T[] | undefined, now: readonly T[]): readonly T[] {
  return before?.length === now.length && before.every((one, index) => one === now[index]) ? before : now;
}

/** The last result again while the inputs are the same; `compute` is given it when they are not. */
function remembered<T>(
  inputsOf: (state: SyncState) => readonly unknown[],
  compute: (state: SyncState, before?: T) => T,
): (state: SyncState) => T {
  let last: { inputs: readonly unknown[]; result: T } | null = null;
  return (state) => {
    const inputs = inputsOf(state);
    if (!last?.inputs.every((input, index) => input === inputs[index])) {
      last = { inputs, result: compute(state, last?.result) };
    }
    return last.result;
  };
}
