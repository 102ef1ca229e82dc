const CHUNK = 512; // items; an insert moves at most this many

/** Items in the order of `compare`, kept in chunks so that an insert moves few of them. */
export class SortedList<T> {
  readonly #compare: (a: T, b: T) => number;
  #chunks: T[][] = [];

  constructor(compare: (a: T, b: T) => number, items: T[] = []) {
    this.#compare = compare;
    const sorted = [...items].sort(compare);
    for (let i = 0; i < sorted.length; i += CHUNK / 2) this.#chunks.push(sorted.slice(i, i + CHUNK / 2));
  }

  insert(item: T): void {
    let [c, i] = this.#lowerBound((other) => this.#compare(other, item) < 0);
    if (c === this.#chunks.length && c > 0) [c, i] = [c - 1, this.#chunks[c - 1]!.length];
    const chunk = this.#chunks[c];
    if (!chunk) this.#chunks.push([item]);
    else {
      chunk.splice(i, 0, item);
      if (chunk.length > CHUNK) this.#chunks.splice(c + 1, 0, chunk.splice(CHUNK / 2));
    }
  }

  remove(item: T): void {
    const [c, i] = this.#lowerBound((other) => this.#compare(other, item) < 0);
    const chunk = this.#chunks[c];
    if (!chunk || this.#compare(chunk[i]!, item) !== 0) return;
    chunk.splice(i, 1);
    if (chunk.length === 0) this.#chunks.splice(c, 1);
  }

  /** The items that are neither before nor after the range; both tests must be monotonous in the list's order. */
  *range(before: (item: T) => boolean, after: (item: T) => boolean, reverse = false): Generator<T> {
    let [c, i] = this.#lowerBound(reverse ? (item) => !after(item) : before);
    if (!reverse) {
      for (; c < this.#chunks.length; c++, i = 0)
        for (const chunk = this.#chunks[c]!; i < chunk.length; i++) {
          if (after(chunk[i]!)) return;
          yield chunk[i]!;
        }
      return;
    }
    for (i--; ; i--) {
      if (i < 0) {
        if (--c < 0) return;
        i = this.#chunks[c]!.length - 1;
      }
      const item = this.#chunks[c]![i]!;
      if (before(item)) return;
      yield item;
    }
  }

  /** Chunk and offset of the first item that is not before. */
  #lowerBound(before: (item: T) => boolean): [chunk: number, offset: number] {
    const c = search(this.#chunks.length, (n) => before(this.#chunks[n]!.at(-1)!));
    const chunk = this.#chunks[c];
    return [c, chunk ? search(chunk.length, (n) => before(chunk[n]!)) : 0];
  }
}

/** The first n in [0, length) for which `before` is false, or length. */
function search(length: number, before: (n: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (before(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
