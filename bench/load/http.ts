import { Agent, request } from 'node:http';
import { sharedNow } from '../answering';

export interface Asked {
  readonly url: string;
  readonly token: string;
  /** Posted as JSON, once for each; none: it is got, as often as `times` says. */
  readonly bodies?: readonly unknown[];
  readonly times?: number;
}

export interface Answered {
  /** Milliseconds from each request to the last byte of its answer, one after the other. */
  readonly took: readonly number[];
  /** Of the last answer. */
  readonly bytes: number;
}

/** Asks one after the other on one connection. Rejects at anything but 200. */
export async function ask({ url, token, bodies, times = 1 }: Asked): Promise<Answered> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const took: number[] = [];
    let bytes = 0;
    for (let count = 0; count < (bodies?.length ?? times); count += 1) {
      const start = sharedNow();
      const text = await fetchText({ url, token, agent, ...(bodies && { body: bodies[count] }) });
      took.push(sharedNow() - start);
      bytes = text.length;
    }
    return { took, bytes };
  } finally {
    agent.destroy();
  }
}

/** A query of Confab's, asked over HTTP. */
export const queryUrl = (origin: string, path: string, input: object): string =>
  `${origin}/api/trpc/${path}?input=${encodeURIComponent(JSON.stringify(input))}`;

export interface Fetched {
  readonly url: string;
  readonly token: string;
  readonly agent: Agent;
  readonly body?: unknown;
}

export function fetchText({ url, token, agent, body }: Fetched): Promise<string> {
  const content = body === undefined ? null : JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${token}`,
    ...(content !== null && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) }),
  };
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: content === null ? 'GET' : 'POST', headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`${response.statusCode} ${url}: ${text}`));
      });
    });
    asked.once('error', reject);
    asked.end(content);
  });
}
