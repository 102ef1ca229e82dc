import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Door {
  /** Opened in a browser, it signs in there as that person. */
  linkFor(username: string): string;
  close(): void;
}

/**
 * Signs browsers in as the people to be tried out: on its own port of this machine it does what the page for that does,
 * and hands the cookie on, which a browser keeps for all ports of a host. Nothing of Confab knows of it.
 */
export async function openDoor(url: string, passwordOf: (username: string) => string | undefined): Promise<Door> {
  const { hostname } = new URL(url);
  const server = createServer((request, response) => {
    const username = request.url?.slice(1) ?? '';
    const password = request.method === 'GET' ? passwordOf(username) : undefined;
    if (!password) return void response.writeHead(404).end();
    signIn(url, username, password).then(
      (cookies) => response.writeHead(302, { location: `${url}/`, 'set-cookie': cookies }).end(),
      (error: Error) => response.writeHead(502).end(error.message),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, hostname, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    linkFor: (username) => `http://${hostname}:${port}/${username}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The cookies of a new session. */
export async function signIn(url: string, login: string, password: string): Promise<string[]> {
  const asked = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await asked.json()) as { csrfToken: string };
  const cookie = asked.headers.getSetCookie().map((line) => line.split(';')[0]);
  const answered = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    headers: { cookie: cookie.join('; ') },
    body: new URLSearchParams({ csrfToken, login, password, json: 'true' }),
    redirect: 'manual',
  });
  const cookies = answered.headers.getSetCookie();
  if (!answered.ok || !cookies.some((line) => line.includes('session-token'))) {
    throw new Error(`${login} could not be signed in: ${answered.status}`);
  }
  return cookies;
}
