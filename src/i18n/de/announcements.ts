import type en from '../en/announcements';
import type { TextsOf } from '../texts';

export default {
  message: '{name}: {words}',
  deleted: '{name}: eine gelöschte Nachricht',
  attached: '{count, plural, one {# Anhang} other {# Anhänge}}',
  counted: '{count, plural, one {# neue Nachricht} other {# neue Nachrichten}}',
  mentioned:
    '{count, plural, one {# neue Nachricht} other {# neue Nachrichten}}, {mentions, plural, one {# erwähnt dich} other {# erwähnen dich}}',
} satisfies TextsOf<typeof en>;
