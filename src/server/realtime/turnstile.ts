/** Milliseconds before a task that failed is tried again. */
const RETRY_MS = 1_000;

/** Who does the tasks, for as long as it lasts. */
export interface Performer<T> {
  readonly isOver: boolean;
  perform(task: T): Promise<void>;
}

/**
 * Runs tasks one at a time, once opened. A task asked for again before it begins runs once; during its run, once more.
 * One that fails is repeated until it succeeds, for what it was told of is not told twice.
 */
export class Turnstile<T> {
  readonly #performer: Performer<T>;
  #waiting: Set<T> | null = null;
  #isFree = false;

  constructor(performer: Performer<T>) {
    this.#performer = performer;
  }

  pass(task: T): void {
    this.#waiting ??= new Set();
    this.#waiting.add(task);
    if (this.#isFree) void this.#turn();
  }

  open(): void {
    void this.#turn();
  }

  async #turn(): Promise<void> {
    this.#isFree = false;
    while (this.#waiting && !this.#performer.isOver) {
      const [task] = this.#waiting;
      if (task === undefined) this.#waiting = null;
      else await this.#run(task, this.#waiting);
    }
    this.#isFree = true;
  }

  async #run(task: T, waiting: Set<T>): Promise<void> {
    waiting.delete(task);
    try {
      await this.#performer.perform(task);
    } catch {
      waiting.add(task);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS).unref());
    }
  }
}
