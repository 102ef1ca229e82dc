import type { Conversation } from '~/contract/conversation';
import type { Entry, MessageEntry } from '~/contract/entry';
import { type NotificationRule, type NotificationSettings, ruleFor } from '~/contract/notification';
import type { Id, Instant } from '~/contract/primitives';

/** What is unread in a conversation and by which rules it notified, or did not. */
export interface WhyUnread {
  /** It was marked by hand. */
  readonly marked: boolean;
  readonly count: number;
  /** When the last message that was read was written; null if nothing was, or it is not at hand. */
  readonly readUpTo: Instant | null;
  /** The rules that applied, the most telling first; each with the first message it applied to. */
  readonly rules: readonly {
    readonly rule: NotificationRule;
    readonly message: MessageEntry;
    readonly count: number;
  }[];
}

export interface UnreadFacts {
  readonly conversation: Conversation;
  /** What follows the last number that was read, and that number itself where it is at hand. */
  readonly entries: readonly Entry[];
  /** Who wrote what those messages answer, by number. */
  readonly authors: ReadonlyMap<number, Id>;
}

const TELLING: readonly NotificationRule['because'][] = ['mentioned', 'answered', 'direct', 'all'];

export function whyUnread(
  { conversation, entries, authors }: UnreadFacts,
  person: { readonly userId: Id; readonly settings: NotificationSettings; readonly now: number },
): WhyUnread {
  const { readSeq, markedUnread } = conversation;
  const unread = entries
    .filter((entry) => entry.kind === 'message')
    .filter(({ seq, senderId, deletedAt }) => seq > readSeq && senderId !== person.userId && deletedAt === null);
  const rules = new Map<string, WhyUnread['rules'][number]>();
  for (const message of unread) {
    const answersId = (message.replyTo && authors.get(message.replyTo.seq)) ?? null;
    const rule = ruleFor({ ...message, answersId }, conversation, person);
    const held = rules.get(rule.because);
    rules.set(rule.because, { rule, message: held?.message ?? message, count: (held?.count ?? 0) + 1 });
  }
  const rank = ({ rule }: WhyUnread['rules'][number]) => {
    const at = TELLING.indexOf(rule.because);
    return at === -1 ? TELLING.length : at;
  };
  return {
    marked: markedUnread,
    count: unread.length,
    readUpTo: entries.findLast(({ seq }) => seq <= readSeq)?.at ?? null,
    rules: [...rules.values()].sort((a, b) => rank(a) - rank(b)),
  };
}
