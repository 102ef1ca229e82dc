import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { createTRPCClient, httpLink } from '@trpc/client';
import { parseCookie } from 'cookie';
import NextAuth from 'next-auth';
import { encode } from 'next-auth/jwt';
import type { Id } from '~/contract/primitives';
import { readRefusal, type SignInRefusal } from '~/contract/sign-in';
import { authOptions } from '~/server/auth/options';
import type { Container } from '~/server/container';
import type { Site } from '~/server/server';
import type { AppRouter } from '~/server/trpc/root';
import { proceduresOnly } from './confab';
import { type Api, PASSWORD } from './people';

/** The session cookie's name where the public address is plain http. */
const COOKIE = 'next-auth.session-token';

export const cookieOf = (value: string): string => `${COOKIE}=${value}`;

/** A session as next-auth mints it after a sign-in: kept by the server, its id in the cookie. */
export async function aSession(
  { secret, services }: Pick<Container, 'secret' | 'services'>,
  userId: Id,
  options: { maxAge?: number; signedWith?: string; sid?: string | null } = {},
): Promise<string> {
  const { maxAge = 3600, signedWith = secret, sid = await services.sessions.begin(userId) } = options;
  return encode({ token: { sub: userId, ...(sid !== null && { sid }) }, secret: signedWith, maxAge });
}

/** A JSON Web Token that is signed but not encrypted, or that says it needs no signature. */
export function aSignedToken(userId: Id, alg: 'none' | 'HS256', secret = ''): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const body = `${part({ alg, typ: 'JWT' })}.${part({ sub: userId, iat: now, exp: now + 3600 })}`;
  return `${body}.${alg === 'none' ? '' : createHmac('sha256', secret).update(body).digest('base64url')}`;
}

const AUTH_PATH = '/api/auth/';

/** The procedures and the sign-in: what Next's routes serve, on a plain server. */
export async function proceduresAndSignIn(container: Container): Promise<Site> {
  const procedures = await proceduresOnly(container);

  async function signIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://confab.invalid');
    const handled = Object.assign(request, {
      query: { ...Object.fromEntries(searchParams), nextauth: pathname.slice(AUTH_PATH.length).split('/') },
      cookies: parseCookie(request.headers.cookie ?? ''),
      body: Object.fromEntries(new URLSearchParams(await text(request))),
    });
    const json = (value: unknown) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(value));
    };
    const status = (code: number) => {
      response.statusCode = code;
      return response;
    };
    await NextAuth(
      handled as never,
      Object.assign(response, { json, send: json, status }) as never,
      authOptions(container),
    );
  }

  return {
    ...procedures,
    handle: (request, response) =>
      request.url?.startsWith(AUTH_PATH) ? signIn(request, response) : procedures.handle(request, response),
  };
}

export interface SignInOptions {
  readonly password?: string;
  /** Further headers, as a client may send them. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A browser with its cookies, on a server with sign-in. */
export interface TestBrowser {
  /** Procedures with the cookies it has. */
  readonly api: Api;
  /** Its cookies, as it sends them. */
  cookie(): string;
  /** Null for a sign-in that succeeded. */
  signIn(login: string, options?: SignInOptions): Promise<SignInRefusal | null>;
  signOut(): Promise<void>;
  /** Whose session it has; null for none. Renews it, as the page does. */
  session(): Promise<{ readonly userId: Id; readonly expires: Date } | null>;
}

/** `sent` are headers that go with everything, as a proxy adds them. */
export function aBrowser(url: string, sent: Readonly<Record<string, string>> = {}): TestBrowser {
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');

  async function ask(path: string, { form, headers }: { form?: Record<string, string>; headers?: object } = {}) {
    const answer = await fetch(`${url}${AUTH_PATH}${path}`, {
      headers: { ...sent, cookie: cookie(), ...headers },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return answer.json();
  }

  async function post(path: string, form: Record<string, string>, headers: object = {}): Promise<{ url: string }> {
    const { csrfToken } = await ask('csrf');
    return ask(path, { form: { ...form, csrfToken, json: 'true', callbackUrl: url }, headers });
  }

  return {
    api: createTRPCClient<AppRouter>({
      links: [httpLink({ url: `${url}/api/trpc`, headers: () => ({ ...sent, cookie: cookie() }) })],
    }),
    cookie,
    async signIn(login, { password = PASSWORD, headers = {} } = {}) {
      const answer = await post('callback/credentials', { login, password }, headers);
      const word = new URL(answer.url, url).searchParams.get('error');
      return word === null ? null : readRefusal(word);
    },
    async signOut() {
      await post('signout', {});
    },
    async session() {
      const { user, expires } = await ask('session');
      return user ? { userId: user.id, expires: new Date(expires) } : null;
    },
  };
}
