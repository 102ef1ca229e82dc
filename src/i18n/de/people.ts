import type people from '../en/people';
import type { TextsOf } from '../texts';

export default {
  find: 'Personen finden',
  findByName: 'Personen nach Namen finden',
  found: 'Gefundene Personen',
  nobody: 'Niemand sonst heißt „{query}“.',
  hint: 'Gib den Namen oder Benutzernamen der Person ein, der du schreiben möchtest.',
  opening: 'Wird geöffnet',
  chosen: 'Ausgewählte Personen',
  remove: '{name} entfernen',
  groupName: 'Gruppenname',
  people: 'Personen',
  addLater: 'Weitere Personen können später hinzukommen.',
  createGroup: 'Gruppe erstellen',
  hereSince: 'Dabei seit {date}',
  message: 'Nachricht schreiben',
  block: 'Blockieren',
  unblock: 'Blockierung aufheben',
  blocked:
    'Du hast <bdi>{name}</bdi> blockiert. Ihr könnt einander nicht schreiben und seht nicht, wann die andere Person da ist.',
  seenNow: 'Zuletzt gerade eben gesehen',
  seenMinutes: '{minutes, plural, one {Zuletzt vor einer Minute gesehen} other {Zuletzt vor # Minuten gesehen}}',
  seenToday: 'Zuletzt heute um {time} gesehen',
  seenYesterday: 'Zuletzt gestern um {time} gesehen',
  seenOn: 'Zuletzt am {date} gesehen',
} satisfies TextsOf<typeof people>;
