/** What a screen reader is told of messages that arrive. */
export default {
  message: '{name}: {words}',
  deleted: '{name}: a deleted message',
  attached: '{count, plural, one {# attachment} other {# attachments}}',
  counted: '{count, plural, one {# new message} other {# new messages}}',
  mentioned:
    '{count, plural, one {# new message} other {# new messages}}, {mentions, plural, one {# mentions you} other {# mention you}}',
} as const;
