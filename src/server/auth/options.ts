import type { AuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { credentials } from '~/contract/account';
import { SESSION_SECONDS, type SignInRefusal, writeRefusal } from '~/contract/sign-in';
import { isAppError } from '~/server/app-error';
import type { Container } from '~/server/container';
import { addressIn } from '~/server/transport/address';
import { authCookies } from './cookies';

/** Characters of what next-auth reports that are written down; part of it is what any client says. */
const REPORT_MAX = 300;

type AuthContainer = Pick<Container, 'services' | 'secret' | 'secureCookies' | 'log'>;

/** next-auth's set-up: passwords are checked by our accounts; cookies name sessions of ours and stand as long as they do. */
export function authOptions({ services, secret, secureCookies, log }: AuthContainer): AuthOptions {
  const { accounts, sessions } = services;

  /** Whether the session stands. While the database is away it does: nobody is signed out by that. */
  async function renewed(sid: string | undefined, userId: string | undefined): Promise<boolean> {
    if (!sid || !userId) return false;
    return sessions.renew(sid, userId).catch((error) => {
      log.warn({ error: String(error) }, 'a session could not be renewed');
      return true;
    });
  }

  function refusalFor(error: unknown): SignInRefusal {
    if (isAppError(error) && error.appCode === 'RATE_LIMITED') {
      return { reason: 'limited', retryAfter: error.retryAfter ?? 60 };
    }
    if (isAppError(error) && error.appCode === 'FORBIDDEN') return { reason: 'disabled' };
    log.error({ error: String(error) }, 'a sign-in failed');
    return { reason: 'unavailable' };
  }

  return {
    secret,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    useSecureCookies: secureCookies,
    cookies: authCookies(secureCookies),
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: { login: { type: 'text' }, password: { type: 'password' } },
        async authorize(given, request) {
          const parsed = credentials.safeParse({ login: given?.login, password: given?.password });
          if (!parsed.success) return null;
          return accounts.verify(parsed.data, addressIn(request.headers ?? {})).catch((error) => {
            throw new Error(writeRefusal(refusalFor(error)));
          });
        },
      }),
    ],
    callbacks: {
      // A place of this site and nothing else; next-auth's own would throw where there is none.
      redirect({ url, baseUrl }) {
        const wanted = URL.canParse(url, baseUrl) ? new URL(url, baseUrl) : null;
        return wanted?.origin === baseUrl ? wanted.href : baseUrl;
      },
      async jwt({ token, user }) {
        if (user) return { ...token, sid: await sessions.begin(user.id) };
        // Then next-auth answers that there is no session, and takes the cookie back.
        if (!(await renewed(token.sid, token.sub))) throw new Error('the session is over');
        return token;
      },
      session({ session, token }) {
        return { expires: session.expires, user: { id: token.sub, name: token.name ?? null } };
      },
    },
    events: {
      async signOut({ token }) {
        if (token?.sid && token.sub) await sessions.end(token.sid, token.sub);
      },
    },
    logger: {
      error(code, metadata) {
        // A session that is over, or a cookie that never was one.
        if (code === 'JWT_SESSION_ERROR') return;
        const { message } = metadata;
        log.warn(
          { code: code.slice(0, REPORT_MAX), error: String(message).slice(0, REPORT_MAX) },
          'next-auth complains',
        );
      },
      warn() {},
      debug() {},
    },
  };
}
