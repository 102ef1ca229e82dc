/** Seconds a session lasts without use; every use of the site renews it. */
export const SESSION_SECONDS = 30 * 24 * 60 * 60;

/**
 * In a header over HTTP, and as this parameter in the socket's address: the person a page was made for. With somebody
 * else's session its calls are nobody's, so that nothing of one person is ever done or shown as another's.
 */
export const USER_HEADER = 'x-confab-user';
export const USER_PARAMETER = 'user';

/** Why the sign-in page was refused a session. */
export type SignInRefusal =
  /** The login or the password, and nobody says which. */
  | { readonly reason: 'wrong' }
  /** Too many failures; seconds to wait. */
  | { readonly reason: 'limited'; readonly retryAfter: number }
  /** The password is right, and an admin has disabled the account. */
  | { readonly reason: 'disabled' }
  | { readonly reason: 'unavailable' };

/** next-auth's own word for credentials that are wrong. */
const WRONG = 'CredentialsSignin';
const LIMITED = 'RATE_LIMITED';
const DISABLED = 'DISABLED';
const UNAVAILABLE = 'UNAVAILABLE';

/** As one word, for next-auth carries a refusal in an address. */
export function writeRefusal(refusal: SignInRefusal): string {
  switch (refusal.reason) {
    case 'wrong':
      return WRONG;
    case 'limited':
      return `${LIMITED}-${refusal.retryAfter}`;
    case 'disabled':
      return DISABLED;
    case 'unavailable':
      return UNAVAILABLE;
  }
}

/** What it cannot read it takes for a server in trouble. */
export function readRefusal(word: string): SignInRefusal {
  if (word === WRONG) return { reason: 'wrong' };
  if (word === DISABLED) return { reason: 'disabled' };
  const [reason, seconds = ''] = word.split('-');
  if (reason === LIMITED && /^[1-9]\d{0,6}$/.test(seconds)) return { reason: 'limited', retryAfter: Number(seconds) };
  return { reason: 'unavailable' };
}
