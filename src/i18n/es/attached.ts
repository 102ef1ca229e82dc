import type attached from '../en/attached';
import type { TextsOf } from '../texts';

export default {
  image: '{count, plural, one {Foto} many {# de fotos} other {# fotos}}',
  video: '{count, plural, one {Vídeo} many {# de vídeos} other {# vídeos}}',
  voice: '{count, plural, one {Mensaje de voz} many {# de mensajes de voz} other {# mensajes de voz}}',
  audio: '{count, plural, one {Audio} many {# de audios} other {# audios}}',
  file: '{count, plural, one {Archivo} many {# de archivos} other {# archivos}}',
} satisfies TextsOf<typeof attached>;
