interface SignIn {
  readonly login: string;
  readonly password: string;
}

type Outcome = { readonly ok: true } | { readonly ok: false; readonly why: string };

const NOT_REACHED = 'The server could not be reached. Check your connection and try again.';

/** Asks for a session cookie. Loads its library only now: nobody needs it before. */
export async function openSession({ login, password }: SignIn): Promise<Outcome> {
  try {
    const { signIn } = await import('next-auth/react');
    const answer = await signIn('credentials', { login, password, redirect: false });
    if (answer?.ok && !answer.error) return { ok: true };
    if (!answer) return { ok: false, why: NOT_REACHED };
    return { ok: false, why: wordsFor(answer.error) };
  } catch {
    return { ok: false, why: NOT_REACHED };
  }
}

function wordsFor(error: string | null | undefined): string {
  if (error === 'CredentialsSignin') return 'The username or password is not right.';
  if (error?.includes('RATE_LIMITED')) return 'Too many attempts. Wait a minute and try again.';
  return 'Signing in did not work. Try again in a moment.';
}
