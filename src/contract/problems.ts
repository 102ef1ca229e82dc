import { NAME_MAX, TEXT_MAX } from './limits';

/** Everything that can be wrong with what a person typed into a field: a closed code, and the words programs are told. */
export const PROBLEMS = {
  empty: 'must not be empty',
  nameLong: `must be at most ${NAME_MAX} characters`,
  controlCharacters: 'must not contain control characters',
  username: 'must be 2 to 32 letters, digits, dots, dashes or underscores',
  usernameTaken: 'This username is taken.',
  slug: 'must be 1 to 48 letters, digits or dashes',
  email: 'must be an e-mail address',
  emailTaken: 'There is an account with this e-mail address already.',
  passwordShort: 'must be at least 8 characters',
  passwordLong: 'must be at most 200 characters',
  passwordWrong: 'is not right',
  textLong: `must be at most ${TEXT_MAX} characters`,
  halfCharacter: 'must not contain half a character',
} as const;

export type Problem = keyof typeof PROBLEMS | 'other';

const CODES = new Map(Object.entries(PROBLEMS).map(([code, words]) => [words as string, code as Problem]));

/** Which problem these words tell of; `other` for those of no field that people fill in. */
export function problemOf(words: string): Problem {
  return CODES.get(words) ?? 'other';
}
