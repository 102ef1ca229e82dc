import type attached from '../en/attached';
import type { TextsOf } from '../texts';

export default {
  image: '{count, plural, one {Foto} other {# Fotos}}',
  video: '{count, plural, one {Video} other {# Videos}}',
  voice: '{count, plural, one {Sprachnachricht} other {# Sprachnachrichten}}',
  audio: '{count, plural, one {Audio} other {# Audiodateien}}',
  file: '{count, plural, one {Datei} other {# Dateien}}',
} satisfies TextsOf<typeof attached>;
