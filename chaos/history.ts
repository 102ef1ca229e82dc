import type { Entry } from '~/contract/entry';
import type { Event } from '~/contract/events';
import type { CheckAnswer } from '~/contract/message';
import type { Id } from '~/contract/primitives';

/** What became of one attempt: answered with an entry, refused for good, or nobody knows. */
export type AttemptEnd =
  | { readonly result: 'answered'; readonly id: Id; readonly seq: number }
  | { readonly result: 'refused'; readonly code: string }
  | { readonly result: 'unknown'; readonly code: string };

/**
 * What became of an act. `acknowledged`: the device was told that it is done. `failed`: it was told that it is not, and
 * no attempt was left without an answer. `unknown`: anything may have happened, but at most once.
 */
export type Outcome = 'acknowledged' | 'failed' | 'unknown';

export type ActKind = 'message' | 'edit' | 'delete' | 'hide' | 'reaction';

/** Something one device meant to do once, and all that became of it. */
export interface Act {
  readonly clientId: string;
  readonly deviceId: string;
  readonly userId: Id;
  readonly conversationId: Id;
  readonly kind: ActKind;
  /** The place among the acts of its device. */
  readonly order: number;
  /** Milliseconds since the run began. */
  readonly invokedAt: number;
  readonly endedAt: number | null;
  readonly attempts: readonly AttemptEnd[];
  readonly outcome: Outcome;
}

/** What a server told a device. */
export type Told = {
  readonly deviceId: string;
  readonly userId: Id;
  /** Of the device: every line has its own, whatever process it ends in. */
  readonly connection: number;
  /** Milliseconds since the run began. */
  readonly at: number;
} & (
  | { readonly type: 'head'; readonly conversationId: Id; readonly seq: number }
  /** `via` the feed, or as part of an answer to a question about the list. */
  | {
      readonly type: 'entry';
      readonly via: 'feed' | 'answer';
      readonly conversationId: Id;
      readonly seq: number;
      readonly id: Id;
    }
  | { readonly type: 'left' | 'reset' | 'conversation'; readonly conversationId: Id }
);

/** A person's way into a conversation or out of it, outside of the outbox. */
export interface Move {
  readonly userId: Id;
  readonly conversationId: Id;
  readonly way: 'in' | 'out';
  readonly invokedAt: number;
  readonly outcome: Outcome;
}

/** What a server answered when a device compared the checksum of what it holds. */
export interface Compared {
  readonly deviceId: string;
  readonly at: number;
  readonly conversationId: Id;
  readonly verdict: CheckAnswer['verdict'];
}

interface OpenAct extends Omit<Act, 'attempts' | 'outcome' | 'endedAt'> {
  readonly attempts: AttemptEnd[];
  /** Attempts that have not ended. */
  underWay: number;
  endedAt: number | null;
  /** Refused, and not to be tried again. */
  givenUp: boolean;
}

/** One device's part of the history. */
export interface DeviceHistory {
  invoked(act: Pick<Act, 'clientId' | 'conversationId' | 'kind'>): void;
  /** The attempt is under way until the answer is called. */
  attempted(clientId: string): (end: AttemptEnd) => void;
  gaveUp(clientId: string): void;
  connected(): void;
  fed(events: readonly Event[]): void;
  answered(entries: readonly Entry[]): void;
  compared(conversationId: Id, verdict: CheckAnswer['verdict']): void;
}

export interface History {
  /** Milliseconds since the run began. */
  now(): number;
  device(deviceId: string, userId: Id): DeviceHistory;
  moved(move: Move): void;
  /** The acts so far. `isWaiting` says whether the device that did it still means to. */
  acts(isWaiting: (act: Pick<Act, 'deviceId' | 'clientId'>) => boolean): readonly Act[];
  readonly told: readonly Told[];
  readonly moves: readonly Move[];
  readonly compared: readonly Compared[];
}

/** What every device did and was told, in the order in which it happened here. */
export function createHistory(): History {
  const start = performance.now();
  const acts = new Map<string, OpenAct>();
  const told: Told[] = [];
  const moves: Move[] = [];
  const compared: Compared[] = [];
  const now = () => Math.round(performance.now() - start);

  function outcomeOf({ attempts, underWay, givenUp }: OpenAct, isWaiting: boolean): Outcome {
    if (attempts.some(({ result }) => result === 'answered')) return 'acknowledged';
    if (underWay > 0 || isWaiting) return 'unknown';
    if (givenUp) return attempts.every(({ result }) => result === 'refused') ? 'failed' : 'unknown';
    // Nothing waits any more and nothing was refused: the device has seen it in its place.
    return 'acknowledged';
  }

  return {
    now,
    told,
    moves,
    compared,
    moved: (move) => void moves.push(move),
    acts: (isWaiting) =>
      [...acts.values()].map((act) => {
        const { underWay: _, givenUp: __, ...rest } = act;
        return { ...rest, outcome: outcomeOf(act, isWaiting(act)) };
      }),

    device(deviceId, userId) {
      let order = 0;
      let connection = 0;
      const note = (what: WithoutPlace<Told>) => {
        told.push({ deviceId, userId, connection, at: now(), ...what } as Told);
      };
      return {
        invoked(act) {
          order += 1;
          acts.set(act.clientId, {
            ...act,
            deviceId,
            userId,
            order,
            invokedAt: now(),
            endedAt: null,
            attempts: [],
            underWay: 0,
            givenUp: false,
          });
        },
        attempted(clientId) {
          const act = acts.get(clientId);
          if (!act) throw new Error(`${deviceId} attempts what it never meant to do: ${clientId}`);
          act.underWay += 1;
          return (end) => {
            act.underWay -= 1;
            act.attempts.push(end);
            act.endedAt = now();
          };
        },
        gaveUp(clientId) {
          const act = acts.get(clientId);
          if (act) act.givenUp = true;
        },
        compared(conversationId, verdict) {
          compared.push({ deviceId, at: now(), conversationId, verdict });
        },
        connected() {
          connection += 1;
        },
        fed(events) {
          for (const event of events) {
            switch (event.type) {
              case 'heads':
                for (const { conversationId, seq } of event.heads) note({ type: 'head', conversationId, seq });
                break;
              case 'entry': {
                const { conversationId, seq, id } = event.entry;
                note({ type: 'entry', via: 'feed', conversationId, seq, id });
                break;
              }
              case 'conversation':
                note({ type: 'conversation', conversationId: event.conversation.id });
                break;
              case 'left':
              case 'reset':
                note({ type: event.type, conversationId: event.conversationId });
            }
          }
        },
        answered(entries) {
          for (const { conversationId, seq, id } of entries) {
            note({ type: 'entry', via: 'answer', conversationId, seq, id });
          }
        },
      };
    },
  };
}

type WithoutPlace<T> = T extends unknown ? Omit<T, 'deviceId' | 'userId' | 'connection' | 'at'> : never;
