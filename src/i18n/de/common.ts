import type en from '../en/common';
import type { TextsOf } from '../texts';

export default {
  cancel: 'Abbrechen',
  close: 'Schließen',
  save: 'Speichern',
  retry: 'Noch einmal versuchen',
  back: 'Zurück',
  done: 'Fertig',
  loading: 'Wird geladen',
  online: 'Online',
  you: 'Du',
  somebody: 'Jemand',
  copied: 'Kopiert',
  copyYourself: 'Bitte markieren und kopieren',
} satisfies TextsOf<typeof en>;
