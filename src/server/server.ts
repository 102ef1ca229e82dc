import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { STATIC_PREFIX, WORKER_PATH } from '~/contract/worker';
import { type Container, type ContainerOptions, createContainer } from './container';
import { startEmbeddedDatabase } from './embedded/server';
import { type Env, EnvError } from './env';
import { createLog, type Log } from './log';
import { watchCommands } from './models/slow-commands';
import { createAdmission } from './transport/admission';
import { createEventStreams, STREAM_PATH } from './transport/event-stream';
import { createExportsRoute, EXPORTS_PATH } from './transport/exports';
import { createGate } from './transport/gate';
import { createHealth, HEALTH_PATH, READY_PATH } from './transport/health';
import { createHooksRoute, HOOKS_PATH } from './transport/hooks';
import { createHttp, type HttpOptions, listen } from './transport/http';
import { createMediaRoute, MEDIA_PATH } from './transport/media';
import { createMetricsRoute, METRICS_PATH } from './transport/metrics';
import { createStaticRoute } from './transport/static';
import { createUploadsRoute, UPLOADS_PATH } from './transport/uploads';
import { createWorkerRoute } from './transport/worker';
import { createLiveSockets } from './transport/ws';

/** What answers everything that is not a socket: Next, or in tests the procedures alone. */
export interface Site {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => unknown;
  readonly hotReload: HttpOptions['hotReload'];
  close(): Promise<void>;
}

export interface ServerOptions extends Pick<ContainerOptions, 'now' | 'passwordCost' | 'pushDelayMs'> {
  readonly env: Env;
  readonly openSite: (container: Container, url: string) => Promise<Site>;
  readonly log?: Log;
  /** Milliseconds a socket has to say who it is. */
  readonly authWaitMs?: number;
  /** Milliseconds between looks at what open sockets and streams were opened with. */
  readonly sessionCheckMs?: number;
  /** Milliseconds a stream of events lasts. */
  readonly streamMs?: number;
  /** Milliseconds between word to a feed that it ends and its end. */
  readonly leaveMs?: number;
}

export interface RunningServer {
  /** The origin it listens on. */
  readonly url: string;
  readonly container: Container;
  /** Whether it was told to close: it takes no part in what is new, and a balancer is to send nobody here. */
  isDraining(): boolean;
  /** Sends clients away, finishes what was accepted, lets go of everything. Again is the same as once. */
  close(): Promise<void>;
}

/** Database → container → HTTP and WebSocket. Rejects with nothing left running. */
export async function startServer({
  env,
  openSite,
  log = createLog(env),
  now,
  passwordCost,
  pushDelayMs,
  authWaitMs,
  sessionCheckMs,
  streamMs,
  leaveMs,
}: ServerOptions): Promise<RunningServer> {
  const closing: (() => Promise<unknown>)[] = [];
  const closeAll = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    let { mongodbUrl } = env;
    if (!mongodbUrl) {
      const database = await startEmbeddedDatabase({
        folder: join(env.dataDir, 'database'),
        log: (message) => log.warn(message),
      }).catch((error: Error) => {
        // Somebody else uses the folder, or its data is damaged: words for whoever starts it, not a trace.
        throw new EnvError(error.message, { cause: error });
      });
      closing.push(() => database.close());
      mongodbUrl = database.url;
    }
    const container = await createContainer({ env, mongodbUrl, log, now, passwordCost, pushDelayMs });
    closing.push(() => container.close());

    const { metrics, models, bus } = container;
    let site: Site | null = null;
    let closed: Promise<void> | undefined;
    let publicUrl = env.publicUrl ?? '';
    const admission = createAdmission({ container, checkMs: sessionCheckMs });
    closing.push(async () => admission.close());
    const gates = { user: createGate(env.connections.user), address: createGate(env.connections.address) };
    const live = createLiveSockets({
      container,
      admission,
      publicUrl: () => publicUrl,
      trustProxy: env.trustProxy,
      gates,
      authWaitMs,
      leaveMs,
    });
    const streams = createEventStreams({
      container,
      admission,
      gates,
      publicUrl: () => publicUrl,
      streamMs,
      leaveMs,
    });
    const uploads = createUploadsRoute(container);
    const health = createHealth({
      database: models.reach,
      bus: bus.reach,
      isOpen: () => site !== null,
      isDraining: () => closed !== undefined,
    });
    const buildFolder = env.production ? process.cwd() : null;
    const toSite: Site['handle'] = (request, response) =>
      site ? site.handle(request, response) : response.writeHead(503).end();
    const http = createHttp({
      routes: {
        [UPLOADS_PATH]: uploads.handle,
        [MEDIA_PATH]: createMediaRoute(container),
        [HOOKS_PATH]: createHooksRoute(container),
        [EXPORTS_PATH]: createExportsRoute(container),
        [HEALTH_PATH]: health.alive,
        [READY_PATH]: health.ready,
        [METRICS_PATH]: createMetricsRoute(metrics, env.metricsToken),
        [STREAM_PATH]: streams.handle,
        [WORKER_PATH]: createWorkerRoute(buildFolder),
        [STATIC_PREFIX]: createStaticRoute(buildFolder, toSite),
      },
      handle: toSite,
      live: live.upgrade,
      hotReload: (request, stream, head) =>
        site?.hotReload ? site.hotReload(request, stream, head) : stream.destroy(),
      publicUrl: () => publicUrl,
      fileOrigin: await container.blobs.origin(),
      production: env.production,
      embedOrigins: env.embedOrigins,
      trustProxy: env.trustProxy,
      log,
      meters: metrics.meters,
    });
    metrics.watch(
      'confab_connections',
      'Connections over which events are told, by kind.',
      () => ({ socket: live.connections(), events: streams.connections() }),
      'kind',
    );
    metrics.watch('confab_uploads_under_way', 'Requests that send or ask for an upload’s bytes.', uploads.underWay);
    const port = await listen(http, env.port, env.host);
    const url = `http://${env.host.includes(':') ? `[${env.host}]` : env.host}:${port}`;
    publicUrl ||= url;
    let unheard: Promise<void> | undefined;
    const stopListening = () => (unheard ??= closeHttp(http));
    closing.push(stopListening);
    closing.push(() => uploads.close());
    closing.push(async () => site?.close());
    // Who is sent away must not come back to this process, which therefore listens no more.
    closing.push(() => {
      void stopListening();
      return Promise.all([live.close(), streams.close()]);
    });
    site = await openSite(container, publicUrl);
    // Not before: while it starts, answers wait for their turn in this process.
    watchCommands(models.connection.getClient(), log);

    const drain = async () => {
      // Served as ever, while whoever asks whether this process is ready learns that it is not.
      await pause(env.drainSeconds * 1000);
      await closeAll();
    };
    return { url, container, isDraining: () => closed !== undefined, close: () => (closed ??= drain()) };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Milliseconds that requests under way have to finish. */
const FINISH_MS = 5_000;

function closeHttp(http: Server): Promise<void> {
  return new Promise((resolve) => {
    http.close(() => resolve());
    http.closeIdleConnections();
    setTimeout(() => http.closeAllConnections(), FINISH_MS).unref();
  });
}
