import { randomUUID } from 'node:crypto';
import { callTRPCProcedure, getTRPCErrorFromUnknown, getTRPCErrorShape, TRPCError } from '@trpc/server';
import { parseTRPCMessage, type TRPCClientOutgoingMessage } from '@trpc/server/rpc';
import type { Event } from '~/contract/events';
import { BATCH_MAX } from '~/contract/limits';
import { AppError } from '~/server/app-error';
import type { Feed } from '~/server/realtime/feed';
import { BUFFERED_MAX, type FeedReader } from '~/server/realtime/feed-reader';
import type { Context } from '~/server/trpc/context';
import type { Problem } from '~/server/trpc/report';
import { appRouter } from '~/server/trpc/root';
import { commonFrameOf, frameOf } from './feed-frame';

const PATH = 'feed.live';

/** Subscriptions a socket may hold: a tab needs one. */
const SUBSCRIPTIONS_MAX = 4;

type Call = Extract<TRPCClientOutgoingMessage, { params: unknown }>;

/** The socket that lines are of. */
export interface LineSocket {
  /** As tRPC's calls on it have it; none before its client has said who it is. */
  readonly context: Promise<Context> | null;
  bufferedAmount(): number;
  /** A message that is encoded. */
  send(text: string): void;
  /** A frame of the protocol, past what makes them. */
  write(frame: Buffer): void;
  report(problem: Problem): void;
}

/**
 * The feeds of one socket. To a client they are subscriptions of tRPC's, message for message; but tRPC serves each with
 * generators, promises and signals that wait, some 17 KB, and frames what a thousand are told a thousand times. So what
 * concerns a feed is taken out of what the socket hears, and everything else is left to tRPC.
 */
export class FeedLines {
  readonly socket: LineSocket;
  #lines: readonly Line[] = [];

  constructor(socket: LineSocket) {
    this.socket = socket;
  }

  /** What is left for tRPC of what one frame said: also everything that is not well formed, which it refuses. */
  take(said: unknown): unknown {
    const { context } = this.socket;
    const messages: unknown[] = Array.isArray(said) ? said : [said];
    if (!context || messages.length > BATCH_MAX || !messages.some((message) => this.#concerns(message))) return said;
    const parsed = parse(messages);
    if (!parsed) return said;
    return messages.filter((_, index) => !this.#serve(parsed[index]!, context));
  }

  /** Of lines that tell of anything yet. */
  get live(): number {
    return this.#lines.filter(({ isLive }) => isLive).length;
  }

  remove(line: Line): void {
    this.#lines = this.#lines.filter((other) => other !== line);
  }

  close(): void {
    for (const line of this.#lines) line.stop();
  }

  #find(id: unknown): Line | undefined {
    return this.#lines.find((line) => line.id === id);
  }

  /** May be anything. */
  #concerns(message: unknown): boolean {
    const { id, method, params } = (message ?? {}) as { id?: unknown; method?: unknown; params?: { path?: unknown } };
    if (method === 'subscription.stop') return this.#find(id) !== undefined;
    return method === 'subscription' && (params?.path === PATH || this.#find(id) !== undefined);
  }

  /** Whether it was a feed's. */
  #serve(message: TRPCClientOutgoingMessage, context: Promise<Context>): boolean {
    const { id } = message;
    if (id === null || !this.#concerns(message)) return false;
    const standing = this.#find(id);
    if (message.method === 'subscription.stop') {
      standing?.stop();
      return true;
    }
    const line = new Line(this, id, openingOf(message));
    if (standing)
      line.refuse(new TRPCError({ code: 'BAD_REQUEST', message: `Duplicate id ${id}` }), message.params.path);
    else {
      this.#lines = [...this.#lines, line];
      void line.open(message, context);
    }
    return true;
  }
}

/** One subscription. */
class Line implements FeedReader {
  readonly id: number | string;
  readonly #lines: FeedLines;
  /** How every message of it begins. */
  readonly #opening: string;
  #feed: Feed | null = null;
  #feedId = '';
  #batches = 0;
  #isOver = false;

  constructor(lines: FeedLines, id: number | string, opening: string) {
    this.#lines = lines;
    this.id = id;
    this.#opening = opening;
  }

  get isLive(): boolean {
    return this.#feed !== null;
  }

  async open({ params }: Call, context: Promise<Context>): Promise<void> {
    let ctx: Context | undefined;
    try {
      ctx = await context;
      const { actor, feed, connection } = ctx;
      // Whether it may: in turn, noted, signed in. What the procedure answers with has not begun, and is let go.
      await callTRPCProcedure({
        router: appRouter,
        path: PATH,
        type: 'subscription',
        ctx,
        getRawInput: async () => params.input,
        signal: undefined,
        batchIndex: 0,
      });
      if (this.#isOver) return;
      this.#answer('result', { type: 'started' });
      if (this.#lines.live >= SUBSCRIPTIONS_MAX) return this.end(tooMany());
      this.#feedId = randomUUID();
      this.#feed = feed({ id: this.#feedId, userId: actor!.userId, connection }, this);
    } catch (error) {
      if (!this.#isOver) this.refuse(error, PATH, ctx);
    }
  }

  stop(): void {
    if (this.#feed) this.#feed.close();
    else this.end();
  }

  isBehind(): boolean {
    return this.#lines.socket.bufferedAmount() > BUFFERED_MAX;
  }

  write(events: readonly Event[]): void {
    this.#lines.socket.write(frameOf(this.#opening, `${this.#feedId}:${this.#batches++}`, events));
  }

  writeCommon(events: readonly Event[]): void {
    this.#lines.socket.write(commonFrameOf(this.#opening, events));
  }

  end(error?: unknown): void {
    if (error !== undefined) this.refuse(error);
    this.#isOver = true;
    this.#lines.remove(this);
    this.#answer('result', { type: 'stopped' });
  }

  /** With an error, before it has begun or after that. */
  refuse(cause: unknown, path = PATH, ctx?: Context): void {
    const error = getTRPCErrorFromUnknown(cause);
    const about = { error, path, ctx };
    this.#lines.remove(this);
    this.#lines.socket.report(about);
    const config = appRouter._def._config;
    this.#answer('error', getTRPCErrorShape({ ...about, config, type: 'subscription', input: undefined }));
  }

  #answer(kind: 'result' | 'error', content: unknown): void {
    this.#lines.socket.send(`${this.#opening},"${kind}":${JSON.stringify(content)}}`);
  }
}

/** All of them, or null if one is none. */
function parse(messages: readonly unknown[]): TRPCClientOutgoingMessage[] | null {
  try {
    return messages.map((message) => parseTRPCMessage(message, appRouter._def._config.transformer));
  } catch {
    return null;
  }
}

/** An answer, up to what it answers. */
function openingOf({ id, jsonrpc }: TRPCClientOutgoingMessage): string {
  return JSON.stringify({ id, jsonrpc }).slice(0, -1);
}

function tooMany(): TRPCError {
  const cause = new AppError('TOO_LARGE', `A socket has at most ${SUBSCRIPTIONS_MAX} subscriptions.`);
  return new TRPCError({ code: 'PAYLOAD_TOO_LARGE', message: cause.message, cause });
}
