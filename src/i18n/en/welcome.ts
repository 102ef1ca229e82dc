/** What a new person is shown first. */
export default {
  title: 'Welcome to Confab, {name}',
  lead: 'A few steps to the first conversation.',
  picture: 'Set your picture and name',
  pictureHint: 'So that others know who is writing.',
  people: 'Find people',
  peopleHint: 'Write to somebody who is here already.',
  rooms: 'Browse rooms',
  roomsHint: 'Rooms are open to everybody.',
  invite: 'Invite others',
  inviteHint: 'Send them the link to sign up.',
  copied: 'Link copied',
  copyByHand: 'Select and copy it: {link}',
  done: 'Done',
  dismiss: 'Not now',
  progress: '{done, number} of {all, number} done',
} as const;
