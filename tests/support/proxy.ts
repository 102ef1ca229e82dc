import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** What a proxy does with upgrades: `refuse` answers 403, `ignore` passes them on as ordinary requests, `hang` nothing. */
export type Upgrades = 'pass' | 'refuse' | 'ignore' | 'hang' | { readonly cutAfterMs: number };

/** A proxy in front of a server, as companies and providers have them. */
export interface Proxy extends AsyncDisposable {
  readonly url: string;
  /** Where new requests go. */
  target: string;
  upgrades: Upgrades;
  /** Paths, and the text that follows what the server answers there. */
  readonly appended: Map<string, string>;
  /** Upgrades that were asked for. */
  asked(): number;
  /** Sockets that stand. */
  standing(): number;
}

export async function aProxyTo(first: string, given: Upgrades = 'pass'): Promise<Proxy> {
  const held = new Set<Duplex>();
  let asked = 0;
  let standing = 0;

  const onward = ({ method, url, headers }: IncomingMessage, changed = headers) => {
    const { hostname, port } = new URL(proxy.target);
    return request({ hostname, port, method, path: url, headers: changed, agent: false });
  };

  async function answerLonger(url: string, text: string, response: ServerResponse): Promise<void> {
    const answer = await fetch(url);
    const { 'content-encoding': _, 'content-length': __, ...headers } = Object.fromEntries(answer.headers);
    response.writeHead(answer.status, headers).end((await answer.text()) + text);
  }

  const server = createServer((incoming, response) => {
    const { url = '/' } = incoming;
    const text = proxy.appended.get(url);
    if (text !== undefined) {
      answerLonger(proxy.target + url, text, response).catch(() => response.destroy());
      return;
    }
    const outgoing = onward(incoming);
    outgoing.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      response.flushHeaders();
      answer.pipe(response);
      answer.on('error', () => response.destroy());
    });
    outgoing.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end()));
    response.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  });

  server.on('upgrade', (incoming, near: Duplex) => {
    asked += 1;
    held.add(near);
    near.on('error', () => {});
    const { upgrades } = proxy;
    if (upgrades === 'hang') return;
    if (upgrades === 'refuse')
      return void near.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    const { upgrade: _, ...plain } = incoming.headers;
    const outgoing = upgrades === 'ignore' ? onward(incoming, { ...plain, connection: 'close' }) : onward(incoming);
    outgoing.on('error', () => near.destroy());
    outgoing.on('response', ({ statusCode }) => {
      near.end(`HTTP/1.1 ${statusCode} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      outgoing.destroy();
    });
    outgoing.on('upgrade', (answer, far, head) => {
      const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`);
      near.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`);
      near.write(head);
      standing += 1;
      held.add(far);
      far.on('error', () => {});
      near.pipe(far).pipe(near);
      const cut = () => {
        near.destroy();
        far.destroy();
      };
      const timer = typeof upgrades === 'object' ? setTimeout(cut, upgrades.cutAfterMs) : undefined;
      far.once('close', cut);
      near.once('close', () => {
        clearTimeout(timer);
        standing -= 1;
        cut();
      });
    });
    outgoing.end();
  });

  server.listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  const proxy: Proxy = {
    url: `http://localhost:${address.port}`,
    target: first,
    upgrades: given,
    appended: new Map(),
    asked: () => asked,
    standing: () => standing,
    async [Symbol.asyncDispose]() {
      for (const stream of held) stream.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return proxy;
}
