import type en from '../en/install';
import type { TextsOf } from '../texts';

export default {
  description: 'Gespräche, die mithalten.',
  rooms: 'Räume',
  search: 'Suchen',
  update: 'Eine neue Version ist bereit.',
  missing: 'Ein Teil von Confab ließ sich nicht laden. Vielleicht gibt es eine neue Version.',
  reload: 'Neu laden',
  later: 'Später',
  offlineTitle: 'Du bist offline',
  offline:
    'Auf diesem Gerät ist gerade nichts gespeichert, das sich anzeigen ließe. Verbinde es mit einem Netz und versuche es noch einmal.',
} satisfies TextsOf<typeof en>;
