import type { User } from '~/contract/user';

/** Whom the application starts for while the server cannot say. */
export interface KnownPerson {
  readonly me: User;
  readonly uploadMaxBytes: number;
}

const KEY = 'confab-person';

/** To be called while the person is signed in: from now on the application starts for them without the server, too. */
export function rememberPerson(person: KnownPerson): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(person));
  } catch {
    // Full, or forbidden: then it starts with the server alone.
  }
}

/** Null when nobody is signed in on this device, as far as it was told. */
export function knownPerson(): KnownPerson | null {
  try {
    const person: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return isKnownPerson(person) ? person : null;
  } catch {
    return null;
  }
}

export function forgetPerson(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Forbidden: then nothing was kept either.
  }
}

function isKnownPerson(value: unknown): value is KnownPerson {
  if (typeof value !== 'object' || value === null) return false;
  const { me, uploadMaxBytes } = value as { me?: Partial<User> | null; uploadMaxBytes?: unknown };
  const isUser = typeof me?.id === 'string' && typeof me.username === 'string' && typeof me.name === 'string';
  return isUser && typeof uploadMaxBytes === 'number';
}
