import fc from 'fast-check';

// A law that fails tells `seed` and `path`. `SEED=… AT=… npx vitest run <file> -t <law>` repeats that one run, and with
// `SHRINK=1` looks for the smallest counterexample. `SEED=… RUNS=…` repeats all of them.

/** Random schedules of each law; `RUNS=10000` for a thorough search. */
const RUNS = Number(process.env.RUNS ?? 100);
/** Where chance begins; the title of every law tells it, so that also one that ran out of time can be repeated. */
const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
/** The `path` a failure told: with its `SEED` it goes straight there. */
const AT = process.env.AT;
/** Looks for the smallest counterexample, which takes minutes; without it, the first one found is told at once. */
const SHRINKS = process.env.SHRINK !== undefined;

/** For the title of a suite of laws. */
export const CHANCE = `SEED=${SEED}`;

/** Milliseconds a law may take: with room for a machine that does other things. */
export const LAW_TIMEOUT_MS = SHRINKS ? 1_800_000 : Math.max(30_000, RUNS * 200);

/** Whether it holds of `RUNS` random values; the first of which it does not is told with its seed and path. */
export async function holds<T>(property: fc.IAsyncPropertyWithHooks<T>): Promise<void> {
  await fc.assert(property, {
    numRuns: RUNS,
    seed: SEED,
    endOnFailure: !SHRINKS,
    ...(AT !== undefined && { path: AT }),
  });
}
