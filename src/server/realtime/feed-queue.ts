import type { Event } from '~/contract/events';
import { type Meters, noMeters } from '~/server/meters';

/** Events a socket may have waiting; a reader that far behind comes back and catches up by number. */
const QUEUE_MAX = 2_000;

/** Events waiting above which what is not kept anyway is not queued: entries go first. */
const BUSY = QUEUE_MAX / 2;

/** Events on their way to one socket: bounded, and taken all at once. Of what is not kept, only the newest of a subject waits. */
export function createFeedQueue(signal: AbortSignal, onOverflow: () => void, meters: Meters = noMeters) {
  /** In the order to come: by subject what is not kept, by a number of its own everything else. */
  const events = new Map<string | number, Event>();
  let next = 0;
  let wake = () => {};
  let closed = false;
  let shed = false;

  const close = () => {
    closed = true;
    wake();
  };
  signal.addEventListener('abort', close, { once: true });

  function putEphemeral(subject: string, event: Event): void {
    const older = events.get(subject);
    if (!older && events.size >= BUSY) {
      leaveOut();
      return;
    }
    events.delete(subject);
    events.set(subject, older ? newest(older, event) : event);
  }

  function shedEphemeral(): void {
    for (const key of events.keys()) if (typeof key === 'string' && events.delete(key)) leaveOut();
  }

  function leaveOut(): void {
    shed = true;
    meters.count('feed_shed');
  }

  return {
    put(event: Event): void {
      if (closed) return;
      const subject = subjectOf(event);
      if (subject === null) events.set(next++, event);
      else putEphemeral(subject, event);
      if (events.size > QUEUE_MAX) shedEphemeral();
      if (events.size > QUEUE_MAX) {
        events.clear();
        close();
        meters.count('feed_overflows');
        onOverflow();
      } else wake();
    },
    /** All that waits, once there is some; null when the feed is over. */
    async take(): Promise<readonly Event[] | null> {
      while (events.size === 0 && !closed) await new Promise<void>((resolve) => (wake = resolve));
      if (closed) return null;
      const taken = [...events.values()];
      events.clear();
      return taken;
    },
    isEmpty: () => events.size === 0,
    /** Whether something was left out since the last call. */
    hasShed(): boolean {
      const had = shed;
      shed = false;
      return had;
    },
    close,
  };
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
