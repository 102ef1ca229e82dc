import { describe, expect, it } from 'vitest';
import type { Conversation } from '~/contract/conversation';
import type { Entry } from '~/contract/entry';
import { NO_NOTIFICATION_SETTINGS } from '~/contract/notification';
import { whyUnread } from './why-unread';

const person = { userId: 'me', settings: NO_NOTIFICATION_SETTINGS, now: Date.UTC(2030, 0, 1) };
const group = { kind: 'group', readSeq: 1, mutedUntil: null, notify: null, markedUnread: false } as Conversation;

function aMessage(seq: number, change: object = {}): Entry {
  const at = new Date(Date.UTC(2029, 0, seq)).toISOString();
  return {
    kind: 'message',
    seq,
    at,
    senderId: 'ana',
    mentions: [],
    deletedAt: null,
    replyTo: null,
    ...change,
  } as unknown as Entry;
}

function why(conversation: Partial<Conversation>, entries: readonly Entry[], authors = new Map<number, string>()) {
  const { rules, ...rest } = whyUnread({ conversation: { ...group, ...conversation }, entries, authors }, person);
  return { ...rest, rules: rules.map(({ rule, message, count }) => `${rule.because} ${message.seq} ×${count}`) };
}

describe('why something is unread', () => {
  it('is told by the rules that applied, the most telling first, each with its first message', () => {
    const entries = [
      aMessage(1),
      aMessage(2),
      aMessage(3, { senderId: 'me' }),
      aMessage(4, { replyTo: { id: 'x', seq: 3 } }),
      aMessage(5, { mentions: ['me'] }),
      aMessage(6),
      aMessage(7, { deletedAt: '2029-01-08T00:00:00.000Z' }),
    ];
    expect(why({}, entries, new Map([[3, 'me']]))).toEqual({
      marked: false,
      count: 4,
      readUpTo: '2029-01-01T00:00:00.000Z',
      rules: ['mentioned 5 ×1', 'answered 4 ×1', 'all 2 ×2'],
    });
  });

  it('is told also where nothing notified', () => {
    const { rules } = why({ kind: 'room' }, [aMessage(2), aMessage(3, { mentions: ['me'] })]);
    expect(rules).toEqual(['mentioned 3 ×1', 'mentionsOnly 2 ×1']);
    expect(why({ notify: 'none' }, [aMessage(2)]).rules).toEqual(['none 2 ×1']);
  });

  it('may be that it was marked so, with nothing new in it', () => {
    expect(why({ markedUnread: true }, [])).toEqual({ marked: true, count: 0, readUpTo: null, rules: [] });
  });
});
