import { describe, expect, it } from 'vitest';
import { emptyModel, type Model, staleConversations } from './model';
import { receiveConversation, receiveRestored, receiveSummary } from './receive';
import { createScriptedServer } from './testing/scripted-server';

const HERE = 'here';

describe('an answer about a conversation', () => {
  it('that is older than what an earlier start left takes nothing back, and is asked for again', () => {
    const server = aServer();
    server.say('bob', HERE, 'two');
    // Seen, and left before that was told.
    const left = { ...server.conversation('ann', HERE), readSeq: 2, deliveredSeq: 2, unread: 0 };
    const stored = { conversations: [left], users: [], drafts: new Map(), timelines: new Map() };
    const restored = receiveRestored(aModel(), stored).model;
    server.lagBehind(1);
    const older = server.conversation('ann', HERE);
    expect(older).toMatchObject({ head: 1, readSeq: 1 });
    const answers = [
      receiveSummary(restored, older, { askedAt: 1, at: 2 }),
      receiveConversation(restored, older, 2),
    ].map(({ model }) => model);
    for (const model of answers) {
      const conversation = model.state.conversations.get(HERE);
      expect(conversation).toMatchObject({ head: 2, readSeq: 2, deliveredSeq: 2, unread: 0 });
      expect(staleConversations(model)).toEqual([HERE]);
    }
  });

  it('that was counted before the reader read elsewhere is asked for again', () => {
    const server = aServer();
    const first = receiveSummary(aModel(), server.conversation('ann', HERE), { askedAt: 1, at: 2 }).model;
    server.say('bob', HERE, 'two');
    server.say('bob', HERE, 'three');
    const counted = server.conversation('ann', HERE);
    expect(counted).toMatchObject({ readSeq: 1, unread: 2 });
    const { conversations } = first.state;
    const read = { ...conversations.get(HERE)!, readSeq: 2, deliveredSeq: 2, head: 2 };
    const ahead: Model = { ...first, state: { ...first.state, conversations: new Map([[HERE, read]]) } };
    const answers = [receiveSummary(ahead, counted, { askedAt: 3, at: 4 }), receiveConversation(ahead, counted, 4)];
    for (const { model, effects } of answers) {
      expect(model.state.conversations.get(HERE)).toMatchObject({ head: 3, readSeq: 2 });
      expect(staleConversations(model)).toEqual([HERE]);
      expect(effects).toContainEqual({ type: 'refresh', when: 'soon' });
    }
  });
});

function aModel(): Model {
  return emptyModel({ id: 'ann', username: 'ann', name: 'ANN', avatarUrl: null });
}

function aServer() {
  const server = createScriptedServer(() => 0);
  server.found(HERE, 'room', ['ann', 'bob']);
  return server;
}
