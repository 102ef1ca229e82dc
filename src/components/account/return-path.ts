/** Sign-in, and then back to that place. */
export function signInPath(returnTo: string): string {
  return withReturn('/sign-in', returnTo);
}

export function signUpPath(returnTo: string): string {
  return withReturn('/sign-up', returnTo);
}

/** Where to go after signing in: a path of this site and nothing else, whatever the address bar was made to say. */
export function safeReturnPath(wanted: string | readonly string[] | null | undefined): string {
  if (typeof wanted !== 'string') return '/';
  const base = 'http://confab.invalid';
  if (!URL.canParse(wanted, base)) return '/';
  const url = new URL(wanted, base);
  // Two slashes in front of a path would be another site again.
  return url.origin === base && !url.pathname.startsWith('//') ? url.pathname + url.search : '/';
}

function withReturn(page: string, returnTo: string): string {
  return returnTo === '/' ? page : `${page}?callbackUrl=${encodeURIComponent(returnTo)}`;
}
