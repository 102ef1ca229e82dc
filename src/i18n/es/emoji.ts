import type emoji from '../en/emoji';
import type { TextsOf } from '../texts';

export default {
  emojis: 'Emojis',
  notLoaded: 'No se han podido cargar los emojis.',
  loading: 'Cargando emojis',
  find: 'Buscar emojis',
  kinds: 'Tipos de emojis',
  found: 'Emojis encontrados',
  none: 'Ningún emoji se llama así.',
  Recent: 'Recientes',
  Smileys: 'Caritas',
  People: 'Personas',
  Nature: 'Naturaleza',
  Food: 'Comida',
  Travel: 'Viajes',
  Activities: 'Actividades',
  Objects: 'Objetos',
  Symbols: 'Símbolos',
  Flags: 'Banderas',
} satisfies TextsOf<typeof emoji>;
