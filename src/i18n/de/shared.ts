import type en from '../en/shared';
import type { TextsOf } from '../texts';

export default {
  tabs: 'Details der Unterhaltung',
  about: 'Info',
  media: 'Medien',
  files: 'Dateien',
  links: 'Links',
  pins: 'Angeheftet',
  search: 'Hier suchen',
  noMedia: 'Bilder und Videos, die hier gesendet werden, findest du an dieser Stelle.',
  noFiles: 'Dokumente und Sprachnachrichten, die hier gesendet werden, findest du an dieser Stelle.',
  noLinks: 'Adressen, die hier gesendet werden, findest du an dieser Stelle.',
  noPins: 'Nichts ist angeheftet. Was du wiederfinden willst, heftest du im Menü einer Nachricht an.',
  loading: 'Wird geladen',
  failed: 'Das konnte nicht geladen werden.',
  more: 'Mehr anzeigen',
  show: 'In der Unterhaltung anzeigen',
  open: '{name} öffnen',
} satisfies TextsOf<typeof en>;
