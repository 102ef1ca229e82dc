import type en from '../en/common';
import type { TextsOf } from '../texts';

export default {
  cancel: 'Cancelar',
  close: 'Cerrar',
  save: 'Guardar',
  retry: 'Intentar de nuevo',
  back: 'Atrás',
  done: 'Listo',
  loading: 'Cargando',
  online: 'En línea',
  you: 'Tú',
  somebody: 'Alguien',
  copied: 'Copiado',
  copyYourself: 'Selecciónalo y cópialo',
} satisfies TextsOf<typeof en>;
