/** Different characters of the poorest secret that is made and not made up: 32 hexadecimal digits have fewer almost never. */
const DIFFERENT_MIN = 8;

/** What stands in examples and set-ups to be replaced, and what fingers find by themselves. */
const WELL_KNOWN =
  /change.?(me|this|it)|secret|passw(or)?d|example|default|placeholder|replace|insert.?(me|here)|your.?(own|key|token)|confab|12345678|87654321|abcdefgh|qwerty|asdfgh|deadbeef|letmein/i;

/** Whether a secret can be guessed though it is long (none is none to guess): it stands in examples, repeats itself or hardly varies. */
export function isGuessable(secret: string): boolean {
  if (secret === '') return false;
  return WELL_KNOWN.test(secret) || /^(.+?)\1+.{0,8}$/s.test(secret) || new Set(secret).size < DIFFERENT_MIN;
}
