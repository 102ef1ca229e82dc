import type errors from '../en/errors';
import type { TextsOf } from '../texts';

export default {
  unreachable: 'Der Server war nicht erreichbar. Prüfe deine Verbindung und versuche es noch einmal.',
  unauthenticated: 'Deine Sitzung ist beendet. Melde dich neu an, um weiterzumachen.',
  rateLimited: 'Das war viel auf einmal. Versuche es in {wait} noch einmal.',
  unavailable: 'Auf dem Server klemmt gerade etwas. Versuche es gleich noch einmal.',
  tooLarge: 'Das ist zu groß zum Senden.',
  unsupportedMedia: 'Dateien dieser Art können nicht gesendet werden.',
  blocked: 'Du kannst diese Person nicht erreichen.',
  forbidden: 'Das darfst du nicht.',
  notFound: 'Das gibt es nicht mehr.',
  conflict: 'Das ist schon vergeben.',
  invalidInput: 'Daran stimmt etwas nicht.',
  notSent: 'Nicht gesendet',
  notSentNotMember: 'Nicht gesendet: Du bist kein Mitglied dieser Unterhaltung',
  notSentGone: 'Nicht gesendet: Eine Datei oder die Unterhaltung gibt es nicht mehr',
  notSentBlocked: 'Nicht gesendet: Du kannst diese Person nicht erreichen',
  notSentTooLong: 'Nicht gesendet: zu lang',
  notSentTooLarge: 'Nicht gesendet: zu groß',
  notSentKind: 'Nicht gesendet: Dateien dieser Art können nicht gesendet werden',
  notSentWhy: 'Nicht gesendet: {why}',
  notSentFileUsed: 'Nicht gesendet: Eine Datei gehört schon zu einer anderen Nachricht',
  notSentFileGone: 'Nicht gesendet: Eine Datei ist nicht mehr auf diesem Gerät',
  notSentSignedOut: 'Nicht gesendet: Du wurdest abgemeldet',
  notDone:
    '{act, select, edit {Nicht geändert} reaction {Reaktion nicht angenommen} other {Nicht gelöscht}}: {why, select, forbidden {Das darfst du nicht} notFound {Die Nachricht gibt es nicht mehr} conflict {Die Nachricht wurde inzwischen geändert} blocked {Du kannst diese Person nicht erreichen} tooLarge {Das ist zu viel} unauthenticated {Du wurdest abgemeldet} other {Der Server hat es nicht angenommen}}',
} satisfies TextsOf<typeof errors>;
