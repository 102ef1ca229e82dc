import type en from '../en/webhooks';
import type { TextsOf } from '../texts';

export default {
  title: 'Webhooks',
  hint: 'Programme schreiben in diese Unterhaltung oder erfahren, was Menschen darin schreiben. Ein Webhook ruht, sobald die Person, die ihn angelegt hat, nicht mehr Inhaber oder Admin ist.',
  none: 'Es gibt noch keine.',
  list: 'Webhooks dieser Unterhaltung',
  new: 'Neuer Webhook',
  incoming: 'Programme schreiben hierher',
  outgoing: 'Meldet an ein anderes Programm',
  direction: 'Was er tut',
  name: 'Name',
  nameHint: 'Unter diesem Namen erscheinen die Nachrichten des Webhooks.',
  nameExample: 'Build-Server',
  url: 'Adresse, an die gemeldet wird',
  create: 'Webhook anlegen',
  copyNow: 'Kopiere das Geheimnis jetzt.',
  shownOnce: 'Es wird nicht noch einmal angezeigt.',
  secret: 'Geheimnis',
  address: 'Adresse',
  copySecret: 'Geheimnis kopieren',
  copyAddress: 'Adresse kopieren',
  rotate: 'Neues Geheimnis',
  rotateNamed: 'Neues Geheimnis für {name}',
  remove: 'Entfernen',
  removeNamed: '{name} entfernen',
  keep: 'Behalten',
  neverUsed: 'nie benutzt',
  lastUsed: 'zuletzt benutzt {date}',
  stopped:
    'Ruht: Wer ihn angelegt hat, ist nicht mehr Inhaber oder Admin. Mit einem neuen Geheimnis läuft er unter deinem Namen weiter.',
  failing:
    '{fault, select, unreachable {Die Adresse ist nicht erreichbar.} timeout {Die Adresse hat nicht rechtzeitig geantwortet.} forbiddenAddress {An diese Adresse dürfen Webhooks nichts senden.} other {Die Adresse hat mit dem Status {status} geantwortet.}} {attempts, plural, one {Einmal} other {#-mal}} versucht, zuletzt {date}.',
  givenUp: '{count, plural, one {# Nachricht wurde aufgegeben.} other {# Nachrichten wurden aufgegeben.}}',
} satisfies TextsOf<typeof en>;
