import { inWords } from '~/components/app/error-words';
import { readRefusal } from '~/contract/sign-in';

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
    return { ok: false, why: answer ? wordsFor(answer.error ?? '') : NOT_REACHED };
  } catch {
    return { ok: false, why: NOT_REACHED };
  }
}

function wordsFor(error: string): string {
  const refusal = readRefusal(error);
  switch (refusal.reason) {
    case 'wrong':
      return 'The username or password is not right.';
    case 'limited':
      return `Too many tries. Wait ${inWords(refusal.retryAfter)}.`;
    case 'disabled':
      return 'This account is disabled. Ask whoever runs this chat.';
    case 'unavailable':
      return 'Signing in did not work. Try again in a moment.';
  }
}
