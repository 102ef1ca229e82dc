import type { ConversationKind } from './conversation';
import type { MessageEntry } from './entry';
import type { Id, Instant } from './primitives';

/** Which messages of a conversation a person is notified of. `mentions`: those that mention them or answer them. */
export const LEVELS = ['all', 'mentions', 'none'] as const;
export type Level = (typeof LEVELS)[number];

/** Every day between two times of a wall clock, past midnight where `to` is earlier than `from`. */
export interface QuietTime {
  /** `HH:MM`, from 00:00 to 23:59. */
  readonly from: string;
  readonly to: string;
  /** An IANA name: the clock that is meant, wherever the person is. */
  readonly timeZone: string;
}

/** What a person has set for all their conversations and all their devices. */
export interface NotificationSettings {
  /** Do not disturb until then; `MUTED_FOR_GOOD` until it is turned off, null for not at all. */
  readonly quietUntil: Instant | null;
  readonly quietTime: QuietTime | null;
  /** Whether mentions and answers notify in a muted conversation too. */
  readonly mentionsPierceMute: boolean;
}

export const NO_NOTIFICATION_SETTINGS: NotificationSettings = {
  quietUntil: null,
  quietTime: null,
  mentionsPierceMute: false,
};

/** What the rule needs to know of the conversation, as the person has it. */
export interface NotifiedPlace {
  readonly kind: ConversationKind;
  readonly mutedUntil: Instant | null;
  /** Null for what is usual: all in direct and group conversations, mentions and answers in rooms. */
  readonly notify: Level | null;
}

export interface NotifiedMessage extends Pick<MessageEntry, 'senderId' | 'mentions' | 'deletedAt'> {
  /** Who wrote the message it answers; null where it answers none. */
  readonly answersId: Id | null;
}

/** The rule that decided. Of several that hold, the one that says most of the message itself. */
export type NotificationRule =
  | { readonly notifies: true; readonly because: 'mentioned' | 'answered' | 'direct' | 'all' }
  | {
      readonly notifies: false;
      readonly because: 'own' | 'deleted' | 'muted' | 'none' | 'mentionsOnly' | 'quietUntil' | 'quietTime';
    };

export interface NotifiedPerson {
  readonly userId: Id;
  readonly settings: NotificationSettings;
  readonly now: number;
}

/** Whether a message notifies a person, and by which rule: the same on the server and in every browser. */
export function ruleFor(message: NotifiedMessage, place: NotifiedPlace, person: NotifiedPerson): NotificationRule {
  const { userId, settings, now } = person;
  const no = (because: (NotificationRule & { notifies: false })['because']) => ({ notifies: false, because }) as const;
  if (message.senderId === userId) return no('own');
  if (message.deletedAt !== null) return no('deleted');
  const level = levelOf(place);
  const personal = addressed(message, userId);
  if (level === 'none') return no('none');
  if (isUntil(place.mutedUntil, now) && !(personal && settings.mentionsPierceMute)) return no('muted');
  if (level === 'mentions' && !personal) return no('mentionsOnly');
  if (isUntil(settings.quietUntil, now)) return no('quietUntil');
  if (settings.quietTime && isWithin(settings.quietTime, now)) return no('quietTime');
  return { notifies: true, because: personal ?? (place.kind === 'direct' ? 'direct' : 'all') };
}

/** The level that holds, chosen or usual. */
export function levelOf({ kind, notify }: Pick<NotifiedPlace, 'kind' | 'notify'>): Level {
  return notify ?? (kind === 'room' ? 'mentions' : 'all');
}

/** Whether something set until an instant still stands. */
export function isUntil(until: Instant | null, now: number): boolean {
  return until !== null && Date.parse(until) > now;
}

/** Whether that moment lies in the quiet time: its first minute does, its last (`to`) does not. */
export function isWithin({ from, to, timeZone }: QuietTime, now: number): boolean {
  const time = wallClock(timeZone).format(now);
  return from <= to ? from <= time && time < to : from <= time || time < to;
}

function addressed({ mentions, answersId }: NotifiedMessage, userId: Id): 'mentioned' | 'answered' | null {
  if (mentions.includes(userId)) return 'mentioned';
  return answersId === userId ? 'answered' : null;
}

/** Throws for a time zone that there is not. */
export function wallClock(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
}
