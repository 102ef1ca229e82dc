import type en from '../en/connection';
import type { TextsOf } from '../texts';

export default {
  connecting: 'Verbinde …',
  reconnecting: 'Verbinde neu …',
  offline: 'Offline – Nachrichten werden gesendet, sobald du wieder verbunden bist',
  ended: 'Deine Sitzung ist beendet. Was du geschrieben hast, bleibt erhalten. <again>Neu anmelden</again>',
} satisfies TextsOf<typeof en>;
