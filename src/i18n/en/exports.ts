/** What there is of a person, for themselves. */
export default {
  yourData: 'Your data',
  explains: 'An archive with your profile, conversations, messages, reactions and files.',
  make: 'Download your data',
  begun: 'The download begins. It may take a while.',
  reports: 'Your reports',
  noReports: 'You have reported nothing.',
  administration: 'Administration',
} as const;
