/** Who and what is there before anything is measured: the same for every peer. */
export interface Plan {
  readonly people: number;
  readonly conversations: readonly PlannedConversation[];
}

export interface PlannedConversation {
  /** Numbers of people; the first one writes what is there already. */
  readonly members: readonly number[];
  readonly messages?: number;
  /** How many of them nobody but their writer has read. */
  readonly unread?: number;
  /** False where nobody will search: to index the terms of a million messages takes the database most of an hour. */
  readonly searchable?: boolean;
}

/** A plan, written into a peer's database. */
export interface Scene {
  readonly people: readonly Person[];
  readonly conversationIds: readonly string[];
}

export interface Person {
  readonly id: string;
  /** What they prove themselves with to this peer. */
  readonly token: string;
}

/** Everybody from the first number up to the second, which is not among them. */
export const everybody = (to: number, from = 0): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);

/** Documents in one command: more make none of the databases quicker. */
export const INSERTED_AT_ONCE = 5_000;

/** A text of ordinary length, whose words are found by search in one of a thousand. */
export const textOf = (number: number): string => `message ${number} word${number % 1_000} about the plan for Sunday`;

/** Inserts documents as they are made, two commands at a time. */
export async function insertAll<D>(documents: Iterable<D>, insert: (some: D[]) => Promise<unknown>): Promise<void> {
  const made = documents[Symbol.iterator]();
  const run = async () => {
    for (;;) {
      const some: D[] = [];
      for (let next = made.next(); !next.done; next = made.next()) {
        some.push(next.value);
        if (some.length === INSERTED_AT_ONCE) break;
      }
      if (some.length === 0) return;
      await insert(some);
    }
  };
  await Promise.all([run(), run()]);
}
