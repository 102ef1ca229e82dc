import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WebhookMessage } from '~/contract/webhook';
import { createWaiting } from './waiting';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly message: WebhookMessage;
}

/** A program that outgoing webhooks post to. */
export interface Receiver extends AsyncDisposable {
  readonly url: string;
  /** Everything that came, also what was refused. */
  readonly received: readonly Received[];
  /** The status of further answers. */
  answerWith(status: number): void;
  /** Of requests that were under way at once, the most. */
  readonly most: number;
  /** Resolves when that many have come. */
  until(count: number): Promise<readonly Received[]>;
}

export async function aReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const waiting = createWaiting();
  let [status, open, most] = [200, 0, 0];
  const server = createServer((request, response) => {
    open += 1;
    most = Math.max(most, open);
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.once('end', () => {
      const body = Buffer.concat(chunks);
      received.push({ headers: request.headers, body, message: JSON.parse(body.toString()) });
      // A turn later, so that a second one at once would be seen.
      setImmediate(() => {
        open -= 1;
        response.writeHead(status).end();
        waiting.look();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    received,
    answerWith(next) {
      status = next;
    },
    get most() {
      return most;
    },
    until: (count) => waiting.until(() => (received.length >= count ? received : undefined)),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
