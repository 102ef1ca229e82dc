import type { Event } from '~/contract/events';
import { type Meters, noMeters } from '~/server/meters';

/** Events a socket may have waiting; a reader that far behind comes back and catches up by number. */
const QUEUE_MAX = 2_000;

/** Events waiting above which what is not kept anyway is not queued: entries go first. */
const BUSY = QUEUE_MAX / 2;

/** Events on their way to one reader: bounded, and taken all at once. Of what is not kept, only the newest of a subject waits. */
export class FeedQueue {
  readonly #meters: Meters;
  /** In the order to come: by subject what is not kept, by a number of its own everything else. None while nothing waits. */
  #events: Map<string | number, Event> | null = null;
  #next = 0;
  #hasShed = false;

  constructor(meters: Meters = noMeters) {
    this.#meters = meters;
  }

  /** False when there is no room left, even without what is not kept. */
  put(event: Event): boolean {
    this.#events ??= new Map();
    const subject = subjectOf(event);
    if (subject === null) this.#events.set(this.#next++, event);
    else this.#putEphemeral(this.#events, subject, event);
    if (this.#events.size > QUEUE_MAX) this.#shedEphemeral(this.#events);
    if (this.#events.size <= QUEUE_MAX) return true;
    this.#meters.count('feed_overflows');
    return false;
  }

  get isEmpty(): boolean {
    return !this.#events || this.#events.size === 0;
  }

  /** All that waits. */
  take(): readonly Event[] {
    const taken = this.#events ? [...this.#events.values()] : [];
    this.#events = null;
    return taken;
  }

  /** Whether something was left out since the last call. */
  hasShed(): boolean {
    const had = this.#hasShed;
    this.#hasShed = false;
    return had;
  }

  #putEphemeral(events: Map<string | number, Event>, subject: string, event: Event): void {
    const older = events.get(subject);
    if (!older && events.size >= BUSY) {
      this.#leaveOut();
      return;
    }
    events.delete(subject);
    events.set(subject, older ? newest(older, event) : event);
  }

  #shedEphemeral(events: Map<string | number, Event>): void {
    for (const key of events.keys()) if (typeof key === 'string' && events.delete(key)) this.#leaveOut();
  }

  #leaveOut(): void {
    this.#hasShed = true;
    this.#meters.count('feed_shed');
  }
}

/** What an event that is not kept is about; null for the others. */
function subjectOf(event: Event): string | null {
  switch (event.type) {
    case 'receipt':
    case 'typing':
      return `${event.type}:${event.conversationId}:${event.userId}`;
    case 'presence':
      return `presence:${event.userId}`;
    case 'user':
      return `user:${event.user.id}`;
    default:
      return null;
  }
}

/** Watermarks only rise, in whatever order they are heard. */
function newest(older: Event, event: Event): Event {
  if (older.type !== 'receipt' || event.type !== 'receipt') return event;
  return {
    ...event,
    readSeq: Math.max(older.readSeq, event.readSeq),
    deliveredSeq: Math.max(older.deliveredSeq, event.deliveredSeq),
  };
}
