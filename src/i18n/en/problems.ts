/** What is wrong with a field of a form; the names are those of `contract/problems`. */
export default {
  empty: 'Must not be empty.',
  nameLong: 'Must be at most 80 characters.',
  controlCharacters: 'Must not contain control characters.',
  username: 'Must be 2 to 32 letters, digits, dots, dashes or underscores.',
  usernameTaken: 'This username is taken.',
  slug: 'Must be 1 to 48 letters, digits or dashes.',
  email: 'Must be an e-mail address.',
  emailTaken: 'There is an account with this e-mail address already.',
  passwordShort: 'Must be at least 8 characters.',
  passwordLong: 'Must be at most 200 characters.',
  passwordWrong: 'The password is not right.',
  textLong: 'Must be at most 10,000 characters.',
  halfCharacter: 'Must not contain half a character.',
  other: 'Something in there is not right.',
} as const;
