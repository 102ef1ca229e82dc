import { request } from 'node:http';
import type { Event } from '~/contract/events';
import { createWaiting } from './waiting';

export interface StreamOptions {
  readonly token?: string;
  readonly cookie?: string;
  readonly origin?: string;
  /** Path and query. */
  readonly target?: string;
}

/** One event as it came. */
export interface Sent {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: string;
}

export interface RawStream extends AsyncDisposable {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly sent: readonly Sent[];
  /** What the feed has told. */
  events(): readonly Event[];
  /** Resolves with the first event of the feed, past or to come, that passes. */
  until(passes: (event: Event) => boolean): Promise<Event>;
  /** Reads no more until it is told to. */
  pause(): void;
  resume(): void;
  /** Resolves when the other side has ended it, with whether that was in good order. */
  readonly ended: Promise<boolean>;
}

/** The feed as server-sent events, as the bytes say it. */
export async function openStream(url: string, options: StreamOptions = {}): Promise<RawStream> {
  const { token, cookie, origin, target = '/api/trpc/feed.live' } = options;
  const asked = request(`${url}${target}`, {
    agent: false,
    headers: {
      accept: 'text/event-stream',
      'accept-encoding': 'gzip',
      ...(token && { authorization: `Bearer ${token}` }),
      ...(cookie && { cookie }),
      ...(origin && { origin }),
    },
  });
  asked.end();
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    asked.once('response', resolve);
    asked.once('error', reject);
  });
  asked.on('error', () => {});
  const waiting = createWaiting();
  const sent: Sent[] = [];
  let text = '';
  response.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
    const parts = text.split(/\n\n+/);
    text = parts.pop() ?? '';
    for (const part of parts) if (part !== '') sent.push(readEvent(part));
    waiting.look();
  });
  const ended = new Promise<boolean>((resolve) => {
    response.once('close', () => resolve(response.complete));
    response.once('error', () => resolve(false));
  });
  const events = () =>
    sent.flatMap(({ event, data }) => (event === 'message' ? (JSON.parse(data) as readonly Event[]) : []));
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    sent,
    events,
    until: (passes) => waiting.until(() => events().find(passes)),
    pause: () => void response.pause(),
    resume: () => void response.resume(),
    ended,
    async [Symbol.asyncDispose]() {
      asked.destroy();
      await ended;
    },
  };
}

function readEvent(part: string): Sent {
  const fields = new Map(
    part.split('\n').map((line) => {
      const at = line.indexOf(': ');
      return [line.slice(0, at), line.slice(at + 2)] as const;
    }),
  );
  return { event: fields.get('event') ?? 'message', id: fields.get('id'), data: fields.get('data') ?? '' };
}

/** A stream on which the feed has begun, and by which name it is steered. */
export async function aLiveStream(url: string, options: StreamOptions): Promise<RawStream & { connection: string }> {
  const stream = await openStream(url, options);
  await stream.until(({ type }) => type === 'heads');
  const [connection = ''] = stream.sent.find(({ id }) => id)?.id?.split(':') ?? [];
  return { ...stream, connection };
}
