import type en from '../en/report';
import type { TextsOf } from '../texts';

export default {
  report: 'Melden…',
  title: 'Diese Nachricht melden',
  explains:
    'Wer diesen Chat betreibt, sieht, was jetzt darin steht und dass du sie gemeldet hast. Wer sie geschrieben hat, erfährt es nicht.',
  why: 'Warum?',
  reason:
    '{reason, select, spam {Werbung oder Spam} abuse {Beleidigung, Drohung oder Belästigung} illegal {Gegen das Gesetz} other {Etwas anderes}}',
  note: 'Was sollten sie wissen? (freiwillig)',
  send: 'Melden',
  sent: 'Danke. Was daraus wird, steht unter „Deine Daten“ im Kontomenü.',
  outcome:
    '{outcome, select, dismissed {Geprüft, nichts geändert} deleted {Die Nachricht wurde gelöscht} disabled {Wer sie schrieb, wurde gesperrt} other {Offen}}',
  retention: 'Nachrichten hier werden nach {days, plural, one {# Tag} other {# Tagen}} gelöscht',
  retentionNone: 'Nachrichten hier werden behalten',
  retentionChange: 'Wie lange Nachrichten bleiben',
  retentionLongest: 'So lange wie möglich',
  retentionDays: '{days, plural, one {# Tag} other {# Tage}}',
  retentionHint:
    'Was älter ist, wird samt Dateien für alle gelöscht. Das lässt sich nicht rückgängig machen. Die anderen sehen, dass du es eingestellt hast.',
} satisfies TextsOf<typeof en>;
