/** Who is measured. `ws` is the limit: it does nothing but write. */
export type Peer = 'confab' | 'socket.io' | 'ws';

/** One thing measured, several times for each: a run each, in the order of the runs. */
export interface Figure {
  readonly what: string;
  readonly unit: 'ms' | 'µs' | 'KB' | 'MB' | '/s' | '';
  readonly values: Readonly<Partial<Record<Peer, readonly number[]>>>;
  readonly budget?: Budget;
}

/** What a figure must hold: as a ratio to something of the same run, or, without it, in its own unit. */
export interface Budget {
  readonly to?: { readonly name: string; readonly values: readonly number[] };
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface Verdict {
  /** Confab's median by that of what it is held against; its own where it is held against nothing. */
  readonly found: number;
  /** The lowest and the highest of the single runs. */
  readonly spread: readonly [lowest: number, highest: number];
  readonly holds: boolean;
}

/** Whether the medians hold the budget; null where there is none. */
export function verdictOf({ values, budget }: Figure): Verdict | null {
  const own = values.confab;
  if (!budget || !own?.length) return null;
  const { to, atMost = Number.POSITIVE_INFINITY, atLeast = Number.NEGATIVE_INFINITY } = budget;
  const base = to ? median(to.values) : 1;
  const found = median(own) / base;
  const single = own.map((value, run) => value / (to?.values[run] ?? base));
  return {
    found,
    spread: [Math.min(...single), Math.max(...single)],
    holds: found <= atMost && found >= atLeast,
  };
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The value that so large a part of them does not exceed. Throws for none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(part * sorted.length) - 1))];
  if (value === undefined) throw new Error('nothing was measured');
  return value;
}
