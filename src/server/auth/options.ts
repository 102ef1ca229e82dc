import type { AuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { credentials } from '~/contract/account';
import type { Container } from '~/server/container';

/** Seconds a session lasts without use; every use of the site within it renews it. */
const SESSION_SECONDS = 30 * 24 * 60 * 60;

/** next-auth's set-up: passwords are checked by our accounts, sessions are signed cookies. */
export function authOptions({ services, secret }: Pick<Container, 'services' | 'secret'>): AuthOptions {
  return {
    secret,
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: { login: { type: 'text' }, password: { type: 'password' } },
        async authorize(given) {
          const parsed = credentials.safeParse({ login: given?.login, password: given?.password });
          return parsed.success ? services.accounts.verify(parsed.data) : null;
        },
      }),
    ],
    callbacks: {
      session({ session, token }) {
        return { expires: session.expires, user: { id: token.sub, name: token.name ?? null } };
      },
    },
  };
}
