import type fault from '../en/fault';
import type { TextsOf } from '../texts';

export default {
  title: 'Etwas ist schiefgelaufen',
  page: 'Die Seite konnte nicht angezeigt werden. Was du geschrieben hast, bleibt auf diesem Gerät erhalten.',
  part: 'Das konnte nicht angezeigt werden',
  partKept: 'Auf dieser Seite ist etwas schiefgelaufen. Was du geschrieben hast, bleibt erhalten.',
  notFound: 'Nicht gefunden',
  nothingHere: 'Unter dieser Adresse gibt es nichts',
  mistyped: 'Vielleicht ist ein Tippfehler darin, oder was hier war, gibt es nicht mehr.',
  toConversations: 'Zu deinen Unterhaltungen',
} satisfies TextsOf<typeof fault>;
