import type refusals from '../en/refusals';
import type { TextsOf } from '../texts';

export default {
  presentPassword: 'Das ist nicht dein aktuelles Passwort.',
  noPerson: 'Diese Person gibt es nicht.',
  notInRoom: 'Du bist nicht in diesem Raum. Tritt ihm zuerst bei.',
  lastOwner: 'Mach zuerst jemand anderen zum Hauptadmin.',
  groupFull: 'Eine Gruppe hat höchstens {count} Mitglieder. Erstelle dafür einen Raum.',
  noRoom: 'Es gibt keinen Raum namens {slug}.',
  roomTaken: 'Es gibt schon einen Raum namens {slug}.',
  messageDeleted: 'Diese Nachricht wurde gelöscht.',
  reactionsFull: 'Eine Nachricht hat höchstens {count} verschiedene Reaktionen.',
  pinsFull: 'Höchstens {count} Nachrichten sind angeheftet. Löse zuerst eine.',
  pinRights: 'In einem Raum heften nur Admins Nachrichten an.',
  fileLarge: 'Eine Datei darf höchstens {size} groß sein.',
  quotaFull: 'Deine Dateien dürfen insgesamt {size} belegen. Lösche Nachrichten mit Dateien, um Platz zu schaffen.',
  fileKind: 'Dateien dieser Art können nicht angehängt werden.',
  fileDamaged: 'Die Datei ist nicht, was ihr Name sagt, oder sie ist beschädigt.',
  fileMarkup: 'Webseiten und Zeichnungen (HTML, SVG, XML) können nicht angehängt werden.',
  fileEncoding: 'Der Text ist nicht in UTF-8. Speichere ihn als UTF-8 und hänge ihn noch einmal an.',
  pictureLarge: 'Das Bild ist zu groß: Höchstens {count} Millionen Pixel werden angezeigt.',
  pictureKind: 'Bilder dieser Art können nicht angehängt werden.',
  pictureDamaged: 'Das Bild ist nicht lesbar; vielleicht ist es beschädigt.',
  ofFile: '{filename}: {words}',
} satisfies TextsOf<typeof refusals>;
