/** Chance that a seed decides: the same names draw the same numbers in the same order. */
export interface Random {
  /** At least 0, less than 1. */
  next(): number;
  /** A whole number from the first to the second, both included. */
  between(from: number, to: number): number;
  /** One of them; throws for none. */
  pick<T>(from: readonly T[]): T;
  chance(probability: number): boolean;
  /** All of them in another order. */
  shuffled<T>(from: readonly T[]): T[];
}

/** A stream of its own for each list of names, so that who draws more or less changes nothing for others. */
export function random(...names: readonly (string | number)[]): Random {
  let state = hashOf(names.join(' '));
  const next = () => {
    // mulberry32: 32 bits of state are enough to choose faults by.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    between,
    pick<T>(from: readonly T[]): T {
      if (from.length === 0) throw new Error('nothing to pick from');
      return from[between(0, from.length - 1)] as T;
    },
    chance: (probability) => next() < probability,
    shuffled<T>(from: readonly T[]): T[] {
      const left = [...from];
      return from.map(() => left.splice(between(0, left.length - 1), 1)[0] as T);
    },
  };
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
