/** The page where a link from an admin leads. */
export default {
  title: 'Set a new password',
  explains: 'The link is good once. Afterwards you sign in with the new password.',
  set: 'Set password',
  noLink: 'This link is not good, or not good any more. Ask whoever runs this chat for another one.',
  isSet: 'Your password is set.',
  signIn: 'Sign in',
} as const;
