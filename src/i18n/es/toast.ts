import type en from '../en/toast';
import type { TextsOf } from '../texts';

export default {
  region: 'Avisos',
  undo: 'Deshacer',
  dismiss: 'Descartar',
  deleted: 'Mensaje eliminado',
  hidden: 'Mensaje eliminado para ti',
  copied: 'Copiado',
  archived: 'Conversación archivada',
  unarchived: 'Conversación de nuevo en la lista',
  muted: 'Conversación silenciada',
  unmuted: 'Conversación con sonido',
  pinned: 'Conversación fijada arriba',
  unpinned: 'Conversación ya no fijada',
  left: 'Has salido de {title}',
  failed: 'No ha funcionado. Inténtalo de nuevo.',
} satisfies TextsOf<typeof en>;
