import type { IncomingMessage, ServerResponse } from 'node:http';

/** Alive: the process answers. */
export const HEALTH_PATH = '/healthz';
/** Whether a balancer is to send people here. */
export const READY_PATH = '/readyz';

/** Milliseconds that the database or the bus has to answer; a balancer asks every few seconds and waits no longer. */
const ANSWER_WAIT_MS = 1_000;

/** Milliseconds for which what was found is told again: however many ask, the database is asked once a second. */
const KEPT_MS = 1_000;

export interface Readiness {
  /** `degraded`: without the bus, sends go on and reach others by the head check. */
  readonly status: 'ready' | 'degraded' | 'unready';
  readonly database: Reach;
  readonly bus: Reach;
  /** It was told to stop. */
  readonly draining: boolean;
}

type Reach = 'ok' | 'away';

export interface HealthOptions {
  /** Resolves when it answers. */
  readonly database: () => Promise<unknown>;
  readonly bus: () => Promise<unknown>;
  /** Whether pages are served yet. */
  readonly isOpen: () => boolean;
  readonly isDraining: () => boolean;
}

/**
 * Two addresses for whoever runs the server: alive, and ready. 503 takes a process out of the balance: its database is
 * away, it is not open yet, or it is told to stop. The bus is every process's, so that one without it stays in (decision 021).
 */
export function createHealth({ database, bus, isOpen, isDraining }: HealthOptions) {
  let found: { readonly until: number; readonly reach: Promise<Pick<Readiness, 'database' | 'bus'>> } | null = null;

  async function look() {
    const [databaseReach, busReach] = await Promise.all([reachOf(database), reachOf(bus)]);
    return { database: databaseReach, bus: busReach };
  }

  async function readiness(): Promise<Readiness> {
    const now = performance.now();
    if (!found || found.until < now) found = { until: now + KEPT_MS, reach: look() };
    const reach = await found.reach;
    const draining = isDraining();
    const serves = reach.database === 'ok' && isOpen() && !draining;
    return { status: !serves ? 'unready' : reach.bus === 'ok' ? 'ready' : 'degraded', ...reach, draining };
  }

  return {
    alive(request: IncomingMessage, response: ServerResponse): void {
      answer(request, response, 200, { status: 'alive' });
    },
    async ready(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const found = await readiness();
      answer(request, response, found.status === 'unready' ? 503 : 200, found);
    },
  };
}

async function reachOf(ask: () => Promise<unknown>): Promise<Reach> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Reach>((resolve) => {
    timer = setTimeout(() => resolve('away'), ANSWER_WAIT_MS);
  });
  const answered = ask().then(
    (): Reach => 'ok',
    (): Reach => 'away',
  );
  return Promise.race([answered, late]).finally(() => clearTimeout(timer));
}

function answer({ method }: IncomingMessage, response: ServerResponse, status: number, body: object): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(method === 'HEAD' ? undefined : JSON.stringify(body));
}
