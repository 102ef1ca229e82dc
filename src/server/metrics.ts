import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { COUNTS, type Count, type Meters } from './meters';

/** Seconds: an append takes a few milliseconds; one that waits for a database that is away ends within five seconds. */
const APPEND_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

/** Seconds; few, for there is a row of them for each procedure. */
const CALL_BUCKETS = [0.005, 0.025, 0.1, 0.25, 1, 5];

export interface Metrics {
  readonly meters: Meters;
  /** Shows what `read` answers at the moment somebody looks: one number, or one for each value of a label. */
  watch(name: string, help: string, read: () => number): void;
  watch(name: string, help: string, read: () => Readonly<Record<string, number>>, label: string): void;
  /** Everything in Prometheus's text format, with its content type. */
  text(): Promise<{ readonly type: string; readonly body: string }>;
}

/** What an operator sees of one server. Each has its own, for several may live in one process. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const totals = Object.fromEntries(Object.keys(COUNTS).map((name) => [name, 0])) as Record<Count, number>;
  for (const [name, help] of Object.entries(COUNTS) as [Count, string][]) {
    new Counter({
      name: `confab_${name}_total`,
      help,
      registers,
      // Counted in plain numbers, which cost nothing where it is done for every event.
      collect() {
        this.reset();
        this.inc(totals[name]);
      },
    });
  }
  const appends = new Histogram({
    name: 'confab_append_seconds',
    help: 'From asking for an entry until it is durable.',
    buckets: APPEND_BUCKETS,
    registers,
  });
  const calls = new Counter({
    name: 'confab_procedure_calls_total',
    help: 'Calls of procedures, by outcome: OK or an app code.',
    labelNames: ['procedure', 'outcome'],
    registers,
  });
  const durations = new Histogram({
    name: 'confab_procedure_seconds',
    help: 'How long procedures take.',
    labelNames: ['procedure'],
    buckets: CALL_BUCKETS,
    registers,
  });
  const refusals = new Counter({
    name: 'confab_limit_refusals_total',
    help: 'Calls refused because somebody reached a limit.',
    labelNames: ['limit'],
    registers,
  });
  const answers = new Counter({
    name: 'confab_http_answers_total',
    help: 'Answers over HTTP, by the class of their status: 2xx, 4xx …',
    labelNames: ['class'],
    registers,
  });

  let watchesProcess = false;

  return {
    meters: {
      count(what, by = 1) {
        totals[what] += by;
      },
      appended: (seconds) => appends.observe(seconds),
      called(procedure, outcome, seconds) {
        calls.inc({ procedure, outcome });
        durations.observe({ procedure }, seconds);
      },
      limited: (limit) => refusals.inc({ limit }),
      answered: (status) => answers.inc({ class: `${Math.floor(status / 100)}xx` }),
    },

    watch(name: string, help: string, read: () => number | Readonly<Record<string, number>>, label?: string) {
      new Gauge({
        name,
        help,
        labelNames: label ? [label] : [],
        registers,
        collect() {
          const now = read();
          if (typeof now === 'number') this.set(now);
          else if (label) for (const [value, number] of Object.entries(now)) this.set({ [label]: value }, number);
        },
      });
    },

    async text() {
      // From the first look on: whoever is never asked measures no event loop.
      if (!watchesProcess) collectDefaultMetrics({ register: registry });
      watchesProcess = true;
      return { type: registry.contentType, body: await registry.metrics() };
    },
  };
}
