import { hash, verify } from '@node-rs/argon2';

/** What one hash takes: KiB of memory, passes over it, lanes. */
export interface PasswordCost {
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

/** OWASP's minimum for argon2id (the library's default variant): 19 MiB, two passes, one lane. */
const OWASP: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export type Passwords = ReturnType<typeof createPasswords>;

export function createPasswords(cost: PasswordCost = OWASP) {
  let decoy: Promise<string> | null = null;

  const hashOf = (password: string): Promise<string> => hash(password, cost);

  return {
    hash: hashOf,

    /** Whether the password is right. Without a hash it is wrong, after the same work. */
    async verify(passwordHash: string | null, password: string): Promise<boolean> {
      if (passwordHash !== null) return verify(passwordHash, password);
      decoy ??= hashOf('nobody has this password').catch((error) => {
        decoy = null;
        throw error;
      });
      await verify(await decoy, password);
      return false;
    },
  };
}
