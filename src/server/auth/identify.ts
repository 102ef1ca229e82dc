import type { IncomingHttpHeaders } from 'node:http';
import { parseCookie } from 'cookie';
import { getToken } from 'next-auth/jwt';
import type { Container } from '~/server/container';
import type { Actor } from '~/server/services/actor';

/** How a caller says who it is: what arrives with a request or an upgrade. */
export interface Credentials {
  readonly cookie: string | undefined;
  readonly authorization: string | undefined;
}

export function credentialsOf(headers: IncomingHttpHeaders | Headers): Credentials {
  const get = (name: 'cookie' | 'authorization') =>
    headers instanceof Headers ? (headers.get(name) ?? undefined) : headers[name];
  return { cookie: get('cookie'), authorization: get('authorization') };
}

type Identifier = Pick<Container, 'services' | 'secret'>;

/** Who it is; an access token decides when there is one, else the session cookie. Null for nobody, and for a wrong or expired one. */
export async function identify(container: Identifier, { cookie, authorization }: Credentials): Promise<Actor | null> {
  if (authorization !== undefined) {
    const [, token] = /^Bearer (.+)$/i.exec(authorization) ?? [];
    return token ? container.services.tokens.authenticate(token) : null;
  }
  if (!cookie) return null;
  // Not the `authorization` header: next-auth would take an access token for a session.
  const req = { cookies: parseCookie(cookie), headers: {} };
  const session = await getToken({ req: req as never, secret: container.secret }).catch(() => null);
  return session?.sub ? { userId: session.sub } : null;
}
