import { assertNever, type Event, type Head } from '~/contract/events';
import type { Id } from '~/contract/primitives';
import {
  isBehind,
  type Model,
  put,
  staleConversations,
  withDoubt,
  withHead,
  withoutConversation,
  withReset,
  withState,
  withToldUser,
  withUncertainty,
  withWatermarks,
} from './model';
import {
  type Change,
  type Effect,
  receiveConversation,
  receiveEntry,
  receiveReceipt,
  receiveTyping,
  settle,
} from './receive';

/** What an event of the feed does: the next model, and what is to be fetched. Pure. */
export function dispatch(model: Model, event: Event, at: number): Change {
  switch (event.type) {
    case 'heads':
      return receiveHeads(model, event.heads, at);
    case 'entry':
      return receiveEntry(model, event.entry, at);
    case 'conversation':
      return receiveConversation(model, event.conversation, at);
    case 'left':
      return { model: settle(withoutConversation(model, event.conversationId, at)), effects: [] };
    case 'reset': {
      const next = withReset(withDoubt(model, event.conversationId, at), event.conversationId, at);
      // What was left out may also have been receipts.
      const members: Effect = { type: 'members', conversationId: event.conversationId };
      return {
        model: next,
        effects: [...behind(next, event.conversationId), { type: 'refresh', when: 'now' }, members],
      };
    }
    case 'receipt':
      return receiveReceipt(model, event);
    case 'typing':
      return receiveTyping(model, event);
    case 'presence': {
      const { type: _, ...presence } = event;
      const after = put(model.state.presence, presence.userId, presence);
      return { model: withState(model, { presence: after }), effects: [] };
    }
    case 'user':
      return { model: withToldUser(model, event.user, at), effects: [] };
    case 'notifications':
      return { model: withState(model, { notifications: event.settings }), effects: [] };
    case 'leaving':
      // The transport moves.
      return { model, effects: [] };
    case 'signedOut':
      // The transport tells the same when the socket closes, and whether there is another session to go on with.
      return { model, effects: [] };
    default:
      return assertNever(event);
  }
}

/** Live from here: all that exists is known by number, and what is not held is asked for. */
function receiveHeads(before: Model, heads: readonly Head[], at: number): Change {
  const { connection } = before.state;
  let model = withState({ ...before, headsAt: at }, { connection: { ...connection, phase: 'live' } });
  const present = new Set(heads.map((head) => head.conversationId));
  for (const [id, mark] of before.marks) {
    if (present.has(id)) continue;
    // Learned while the heads were on their way, perhaps after they were read: the server is asked.
    const isNew = mark.learnedAt > before.connectingAt;
    model = isNew ? withDoubt(model, id, at) : settle(withoutConversation(model, id, at));
  }
  for (const { conversationId, seq, ...watermarks } of heads) {
    const known = Math.max(
      before.marks.get(conversationId)?.head ?? 0,
      before.state.timelines.get(conversationId)?.upTo ?? 0,
    );
    model = withHead(model, conversationId, seq, at);
    model = withWatermarks(model, conversationId, watermarks);
    // Either what was told since the heads were read, or a server that was set back: the server is asked.
    if (seq < known) model = withUncertainty(model, conversationId);
  }
  const inQuestion = new Set([...model.state.timelines.keys(), ...model.unsure]);
  const effects: Effect[] = [...inQuestion].flatMap((id) => behind(model, id));
  for (const { conversationId, readSeq } of heads) {
    const seen = model.state.conversations.get(conversationId)?.readSeq ?? 0;
    if (seen > readSeq) effects.push({ type: 'tellRead', conversationId, seq: seen });
  }
  if (staleConversations(model).length > 0) effects.push({ type: 'refresh', when: 'now' });
  return { model, effects };
}

function behind(model: Model, conversationId: Id): readonly Effect[] {
  return isBehind(model, conversationId) ? [{ type: 'catchUp', conversationId }] : [];
}
