import { METRICS_TOKEN } from './confab';

/** Every sample of `/metrics`, by its name and labels as they are written. */
export type Samples = ReadonlyMap<string, number>;

/** What `/metrics` says now; throws on a line that is no sample. */
export async function readMetrics(url: string): Promise<Samples> {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${METRICS_TOKEN}` } });
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, name, value] = /^(\w+(?:\{[^}]*\})?) (\S+)$/.exec(line) ?? [];
      if (!name || !value) throw new Error(`not a sample: ${line}`);
      return [name, Number(value)];
    }),
  );
}

/** By how much each sample has grown while `work` ran; what was not there before counts from 0. */
export async function growthDuring(url: string, work: () => Promise<unknown>): Promise<(name: string) => number> {
  const before = await readMetrics(url);
  await work();
  const after = await readMetrics(url);
  return (name) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
}

/** Resolves once `/metrics` says so. */
export async function untilMetrics(url: string, passes: (samples: Samples) => boolean): Promise<Samples> {
  for (;;) {
    const samples = await readMetrics(url);
    if (passes(samples)) return samples;
  }
}
