import type { Conversation } from '~/contract/conversation';
import type { MessageEntry } from '~/contract/entry';
import { type NotificationSettings, ruleFor } from '~/contract/notification';
import type { Id } from '~/contract/primitives';
import type { Clock } from './clock';
import type { Engine } from './engine';

/** Milliseconds after which a message is no news: what a page hears when it wakes was told elsewhere. */
const NEWS_MS = 60_000;
/** Milliseconds a conversation may take to be known after its first message. */
const INTRODUCED_MS = 10_000;

export interface Alert {
  readonly conversation: Conversation;
  readonly message: MessageEntry;
  readonly because: 'mentioned' | 'answered' | 'direct' | 'all';
}

export interface AlertsOptions {
  readonly engine: Pick<Engine, 'getState' | 'subscribe' | 'listen'>;
  readonly clock: Clock;
  readonly settings: () => NotificationSettings;
  /** Who wrote a message; null if that cannot be known. */
  readonly authorOf: (conversationId: Id, seq: number) => Promise<Id | null>;
  /** Whether some tab shows the conversation to somebody who looks. */
  readonly isInView: (conversationId: Id) => Promise<boolean>;
  /** Whether no other tab has taken it upon itself to tell of this. */
  readonly claim: (name: string) => Promise<boolean>;
  readonly onAlert: (alert: Alert) => void;
  /** Everything up to that number was read, on whatever device. */
  readonly onRead: (conversationId: Id, seq: number) => void;
}

/** Tells of each message that is to notify and that nobody looks at, once for all tabs. The answer ends it. */
export function watchAlerts(options: AlertsOptions): () => void {
  const { engine, clock, settings, onAlert, onRead } = options;
  const reads = new Map<Id, number>();
  const waiting = new Map<Id, MessageEntry[]>();

  async function consider(conversation: Conversation, message: MessageEntry): Promise<void> {
    const person = { userId: engine.getState().me.id, settings: settings(), now: clock.now() };
    if (Date.parse(message.at) < person.now - NEWS_MS || message.seq <= conversation.readSeq) return;
    let rule = ruleFor({ ...message, answersId: null }, conversation, person);
    if (!rule.notifies && message.replyTo && (rule.because === 'mentionsOnly' || rule.because === 'muted')) {
      const answersId = await options.authorOf(conversation.id, message.replyTo.seq);
      rule = ruleFor({ ...message, answersId }, conversation, person);
    }
    if (!rule.notifies || (await options.isInView(conversation.id))) return;
    if (!(await options.claim(`${conversation.id}:${message.seq}`))) return;
    // Meanwhile it may have been read elsewhere.
    const now = engine.getState().conversations.get(conversation.id);
    if (now && now.readSeq < message.seq) onAlert({ conversation: now, message, because: rule.because });
  }

  function hear(message: MessageEntry): void {
    const conversation = engine.getState().conversations.get(message.conversationId);
    if (conversation) return void consider(conversation, message).catch(() => {});
    waiting.set(message.conversationId, [...(waiting.get(message.conversationId) ?? []), message]);
    clock.after(INTRODUCED_MS, () => waiting.delete(message.conversationId));
  }

  function look(): void {
    for (const { id, readSeq } of engine.getState().conversations.values()) {
      const due = waiting.get(id) ?? [];
      if (waiting.delete(id)) for (const message of due) hear(message);
      const before = reads.get(id);
      if (before === readSeq) continue;
      reads.set(id, readSeq);
      onRead(id, readSeq);
    }
  }

  look();
  const ends = [
    engine.subscribe(look),
    engine.listen((events) => {
      for (const event of events) if (event.type === 'entry' && event.entry.kind === 'message') hear(event.entry);
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
