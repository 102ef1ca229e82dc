import { useTranslations } from 'use-intl/react';
import { useFormats } from '~/components/app/formats';
import { readRefusal, type SignInRefusal } from '~/contract/sign-in';

interface SignIn {
  readonly login: string;
  readonly password: string;
}

/** Why there is no session. */
export type NoSession = SignInRefusal | { readonly reason: 'unreachable' };

type Outcome = { readonly ok: true } | { readonly ok: false; readonly why: NoSession };

const NOT_REACHED: NoSession = { reason: 'unreachable' };

/** Asks for a session cookie. Loads its library only now: nobody needs it before. */
export async function openSession({ login, password }: SignIn): Promise<Outcome> {
  try {
    const { signIn } = await import('next-auth/react');
    const answer = await signIn('credentials', { login, password, redirect: false });
    if (answer?.ok && !answer.error) return { ok: true };
    return { ok: false, why: answer ? readRefusal(answer.error ?? '') : NOT_REACHED };
  } catch {
    return { ok: false, why: NOT_REACHED };
  }
}

/** Says why there is no session. */
export function useNoSessionWords(): (why: NoSession) => string {
  const t = useTranslations('signIn');
  const errors = useTranslations('errors');
  const { duration } = useFormats();
  return (why) => {
    switch (why.reason) {
      case 'wrong':
        return t('wrong');
      case 'limited':
        return t('limited', { wait: duration(why.retryAfter) });
      case 'disabled':
        return t('disabled');
      case 'unavailable':
        return t('unavailable');
      case 'unreachable':
        return errors('unreachable');
    }
  };
}
