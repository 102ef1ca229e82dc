import type en from '../en/common';
import type { TextsOf } from '../texts';

export default {
  cancel: 'Cancelar',
  close: 'Cerrar',
  save: 'Guardar',
  retry: 'Intentar de nuevo',
} satisfies TextsOf<typeof en>;
