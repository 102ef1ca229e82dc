import { describe, expect, it } from 'vitest';
import type { Conversation } from '~/contract/conversation';
import type { MessageEntry } from '~/contract/entry';
import type { Watermarks } from '~/contract/receipt';
import { emptyModel } from './model';
import { createScriptedServer } from './testing/scripted-server';
import { tickOf, unreadTotal } from './ticks';

const ME = { id: 'ann', username: 'ann', name: 'Ann', avatarUrl: null };

describe('a tick', () => {
  it('shows how far the last of the others has come', () => {
    expect(tick({ bob: [5, 5], cleo: [4, 6] })).toBe('delivered');
    expect(tick({ bob: [5, 5], cleo: [5, 6] })).toBe('read');
    expect(tick({ bob: [5, 5], cleo: [3, 4] })).toBe('sent');
  });

  it('shows that it was sent as long as nothing else is known', () => {
    expect(tick(null)).toBe('sent');
    expect(tick({})).toBe('sent');
  });

  it('in a room shows only that it was sent', () => {
    expect(tick({ bob: [5, 5] }, 'room')).toBe('sent');
  });
});

describe('the sum of what is unread', () => {
  it('counts what is muted, what is marked once, and nothing that is archived', () => {
    const conversations = [
      aConversation({ id: 'a', unread: 3 }),
      aConversation({ id: 'b', unread: 2, mutedUntil: '9999-12-31T23:59:59.999Z' }),
      aConversation({ id: 'c', markedUnread: true }),
      aConversation({ id: 'd', unread: 4, markedUnread: true }),
      aConversation({ id: 'e', unread: 50, archived: true }),
      aConversation({ id: 'f' }),
    ];
    expect(unreadTotal({ conversations: new Map(conversations.map((one) => [one.id, one])) })).toBe(10);
  });
});

/** The tick of message 5; the others' watermarks are `[readSeq, deliveredSeq]`. */
function tick(others: Record<string, [number, number]> | null, kind: Conversation['kind'] = 'group') {
  const conversation = aConversation({ id: 'here', kind });
  const held = Object.entries(others ?? {}).map(([userId, [readSeq, deliveredSeq]]): [string, Watermarks] => [
    userId,
    { readSeq, deliveredSeq },
  ]);
  const { state } = emptyModel(ME);
  return tickOf({ ...state, receipts: others ? new Map([['here', new Map(held)]]) : new Map() }, conversation, {
    seq: 5,
  } as MessageEntry);
}

function aConversation(change: Partial<Conversation>): Conversation {
  const server = createScriptedServer(() => 0);
  server.found('here', 'group', ['ann', 'bob']);
  return { ...server.conversation('ann', 'here'), ...change };
}
