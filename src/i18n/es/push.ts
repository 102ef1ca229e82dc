import type en from '../en/push';
import type { TextsOf } from '../texts';

export default {
  whenClosed: 'Notificarme también cuando Confab esté cerrado',
  whenClosedHint:
    'Solo en este dispositivo. El servicio push de tu navegador transporta los mensajes cifrados y no puede leerlos.',
  showText: 'Mostrar nombres y texto en estas notificaciones',
  blocked: 'Este sitio no puede mostrar notificaciones. Permítelas en los ajustes de tu navegador.',
  unsupported: 'Este navegador no puede recibir notificaciones con Confab cerrado.',
  homeScreen: 'En un iPhone o iPad, añade primero Confab a la pantalla de inicio y ábrelo desde allí.',
  failed: 'No se pudo activar. Inténtalo más tarde.',
  failedOff: 'No se pudo desactivar. Inténtalo de nuevo.',
  newMessage: 'Mensaje nuevo',
  fromSender: '{sender}: {text}',
  attached:
    '{kind, select, image {{count, plural, one {Foto} many {# de fotos} other {# fotos}}} video {{count, plural, one {Vídeo} many {# de vídeos} other {# vídeos}}} voice {{count, plural, one {Mensaje de voz} many {# de mensajes de voz} other {# mensajes de voz}}} audio {{count, plural, one {Audio} many {# de audios} other {# audios}}} other {{count, plural, one {Archivo} many {# de archivos} other {# archivos}}}}',
} satisfies TextsOf<typeof en>;
