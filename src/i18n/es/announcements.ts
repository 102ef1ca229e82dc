import type en from '../en/announcements';
import type { TextsOf } from '../texts';

export default {
  message: '{name}: {words}',
  deleted: '{name}: un mensaje eliminado',
  attached: '{count, plural, one {# archivo adjunto} many {# de archivos adjuntos} other {# archivos adjuntos}}',
  counted: '{count, plural, one {# mensaje nuevo} many {# de mensajes nuevos} other {# mensajes nuevos}}',
  mentioned:
    '{count, plural, one {# mensaje nuevo} many {# de mensajes nuevos} other {# mensajes nuevos}}, {mentions, plural, one {# te menciona} many {# te mencionan} other {# te mencionan}}',
} satisfies TextsOf<typeof en>;
