import type { CookiesOptions } from 'next-auth';

/**
 * The cookie that names a session. Over https its name begins with `__Host-`: no other host below the same domain, and
 * nobody on an unencrypted line, can then set one for ours.
 */
export const sessionCookie = (secure: boolean): string => named('session-token', secure);

/** All of next-auth's cookies, alike: out of scripts' reach, and not sent with what other sites make a browser send. */
export function authCookies(secure: boolean): Partial<CookiesOptions> {
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure } as const;
  return {
    sessionToken: { name: sessionCookie(secure), options },
    callbackUrl: { name: named('callback-url', secure), options },
    csrfToken: { name: named('csrf-token', secure), options },
  };
}

const named = (name: string, secure: boolean) => `${secure ? '__Host-' : ''}next-auth.${name}`;
