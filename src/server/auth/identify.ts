import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie } from 'cookie';
import { getToken } from 'next-auth/jwt';
import { USER_HEADER } from '~/contract/sign-in';
import type { Container } from '~/server/container';
import type { Actor } from '~/server/services/actor';
import { sessionCookie } from './cookies';

/** How a caller says who it is: what arrives with a request or an upgrade. */
export interface Credentials {
  readonly cookie: string | undefined;
  readonly authorization: string | undefined;
  /** The person a page was made for. */
  readonly expected?: string | undefined;
}

export function credentialsOf(headers: IncomingHttpHeaders | Headers): Credentials {
  const get = (name: string) => {
    const value = headers instanceof Headers ? headers.get(name) : headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  return { cookie: get('cookie'), authorization: get('authorization'), expected: get(USER_HEADER) };
}

type Identifier = Pick<Container, 'services' | 'secret' | 'secureCookies'>;

/** What a session cookie says when it is opened. */
declare module 'next-auth/jwt' {
  interface JWT {
    /** The id of the session. */
    sid?: string;
  }
}

/**
 * Who it is; an access token decides when there is one, else the session cookie. Null for nobody, for a wrong or expired
 * one, and for a session of somebody else than the page is made for.
 */
export async function identify(container: Identifier, credentials: Credentials): Promise<Actor | null> {
  const { cookie, authorization, expected } = credentials;
  if (authorization !== undefined) {
    const [, token] = /^Bearer (.+)$/i.exec(authorization) ?? [];
    return token ? container.services.tokens.authenticate(token) : null;
  }
  if (!cookie) return null;
  // Not the `authorization` header: next-auth would take an access token for a session.
  const req = { cookies: parseCookie(cookie), headers: {} };
  const cookieName = sessionCookie(container.secureCookies);
  const session = await getToken({ req: req as never, secret: container.secret, cookieName }).catch(() => null);
  if (!session?.sub || typeof session.sid !== 'string') return null;
  const { sub: userId, sid: id } = session;
  if (expected !== undefined && expected !== userId) return null;
  const isAlive = await container.services.sessions.alive(id, userId);
  return isAlive ? { userId, credential: { kind: 'session', id } } : null;
}
