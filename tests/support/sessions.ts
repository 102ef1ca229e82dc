import { createHmac } from 'node:crypto';
import { encode } from 'next-auth/jwt';
import type { Id } from '~/contract/primitives';

/** The session cookie's name where the public address is plain http. */
const COOKIE = 'next-auth.session-token';

export const cookieOf = (value: string): string => `${COOKIE}=${value}`;

/** A session as next-auth mints it after a sign-in. */
export const aSession = (userId: Id, secret: string, { maxAge = 3600 } = {}): Promise<string> =>
  encode({ token: { sub: userId }, secret, maxAge });

/** A JSON Web Token that is signed but not encrypted, or that says it needs no signature. */
export function aSignedToken(userId: Id, alg: 'none' | 'HS256', secret = ''): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const body = `${part({ alg, typ: 'JWT' })}.${part({ sub: userId, iat: now, exp: now + 3600 })}`;
  return `${body}.${alg === 'none' ? '' : createHmac('sha256', secret).update(body).digest('base64url')}`;
}
