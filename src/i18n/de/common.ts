import type en from '../en/common';
import type { TextsOf } from '../texts';

export default {
  cancel: 'Abbrechen',
  close: 'Schließen',
  save: 'Speichern',
  retry: 'Noch einmal versuchen',
} satisfies TextsOf<typeof en>;
