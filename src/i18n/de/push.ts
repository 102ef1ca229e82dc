import type en from '../en/push';
import type { TextsOf } from '../texts';

export default {
  whenClosed: 'Mich auch benachrichtigen, wenn Confab geschlossen ist',
  whenClosedHint:
    'Nur auf diesem Gerät. Der Push-Dienst deines Browsers überträgt die Nachrichten verschlüsselt und kann sie nicht lesen.',
  showText: 'In diesen Benachrichtigungen Namen und Text zeigen',
  blocked: 'Diese Seite darf keine Benachrichtigungen zeigen. Erlaube sie in den Einstellungen deines Browsers.',
  unsupported: 'Dieser Browser kann keine Benachrichtigungen empfangen, während Confab geschlossen ist.',
  homeScreen: 'Auf einem iPhone oder iPad musst du Confab zuerst zum Home-Bildschirm hinzufügen und von dort öffnen.',
  failed: 'Das ließ sich nicht einschalten. Versuche es später noch einmal.',
  failedOff: 'Das ließ sich nicht ausschalten. Versuche es noch einmal.',
  newMessage: 'Neue Nachricht',
  fromSender: '{sender}: {text}',
  attached:
    '{kind, select, image {{count, plural, one {Foto} other {# Fotos}}} video {{count, plural, one {Video} other {# Videos}}} voice {{count, plural, one {Sprachnachricht} other {# Sprachnachrichten}}} audio {{count, plural, one {Audio} other {# Audiodateien}}} other {{count, plural, one {Datei} other {# Dateien}}}}',
} satisfies TextsOf<typeof en>;
