/** Telling the admins of a message, and how long messages are kept. */
export default {
  report: 'Report…',
  title: 'Report this message',
  explains: 'Those who run this chat see what it says now, and that you reported it. Whoever wrote it is not told.',
  why: 'Why?',
  reason:
    '{reason, select, spam {Advertising or spam} abuse {Insult, threat or harassment} illegal {Against the law} other {Something else}}',
  note: 'What should they know? (optional)',
  send: 'Report',
  sent: 'Thank you. You find what becomes of it under “Your data” in the account menu.',
  outcome:
    '{outcome, select, dismissed {Looked at, nothing was changed} deleted {The message was deleted} disabled {The author was disabled} other {Waiting}}',
  retention: 'Messages here are deleted after {days, plural, one {# day} other {# days}}',
  retentionNone: 'Messages here are kept',
  retentionChange: 'How long messages are kept',
  retentionLongest: 'As long as possible',
  retentionDays: '{days, plural, one {# day} other {# days}}',
  retentionHint:
    'What is older is deleted for everybody, with its files. That cannot be undone. The others see that you set it.',
} as const;
