import type en from '../en/shared';
import type { TextsOf } from '../texts';

export default {
  tabs: 'Detalles de la conversación',
  about: 'Información',
  media: 'Multimedia',
  files: 'Archivos',
  links: 'Enlaces',
  pins: 'Fijados',
  search: 'Buscar aquí',
  noMedia: 'Las fotos y los vídeos que se envíen aquí aparecerán en este lugar.',
  noFiles: 'Los documentos y los mensajes de voz que se envíen aquí aparecerán en este lugar.',
  noLinks: 'Las direcciones que se envíen aquí aparecerán en este lugar.',
  noPins: 'No hay nada fijado. Fija lo que quieras volver a encontrar desde el menú de un mensaje.',
  loading: 'Cargando',
  failed: 'No se ha podido cargar.',
  more: 'Mostrar más',
  show: 'Mostrar en la conversación',
  open: 'Abrir {name}',
} satisfies TextsOf<typeof en>;
