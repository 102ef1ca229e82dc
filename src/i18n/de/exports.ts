import type en from '../en/exports';
import type { TextsOf } from '../texts';

export default {
  yourData: 'Deine Daten',
  explains: 'Ein Archiv mit deinem Profil, deinen Unterhaltungen, Nachrichten, Reaktionen und Dateien.',
  make: 'Deine Daten herunterladen',
  begun: 'Der Download beginnt. Er kann eine Weile dauern.',
  reports: 'Deine Meldungen',
  noReports: 'Du hast nichts gemeldet.',
  administration: 'Verwaltung',
} satisfies TextsOf<typeof en>;
