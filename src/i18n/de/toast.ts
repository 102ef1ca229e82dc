import type en from '../en/toast';
import type { TextsOf } from '../texts';

export default {
  region: 'Hinweise',
  undo: 'Rückgängig',
  dismiss: 'Ausblenden',
  deleted: 'Nachricht gelöscht',
  hidden: 'Nachricht für dich gelöscht',
  copied: 'Kopiert',
  archived: 'Unterhaltung archiviert',
  unarchived: 'Unterhaltung wieder in der Liste',
  muted: 'Unterhaltung stummgeschaltet',
  unmuted: 'Unterhaltung nicht mehr stumm',
  pinned: 'Unterhaltung oben angeheftet',
  unpinned: 'Unterhaltung nicht mehr angeheftet',
  left: 'Du hast {title} verlassen',
  failed: 'Das hat nicht geklappt. Versuche es noch einmal.',
} satisfies TextsOf<typeof en>;
