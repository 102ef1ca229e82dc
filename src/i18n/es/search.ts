import type search from '../en/search';
import type { TextsOf } from '../texts';

export default {
  title: 'Buscar',
  inTitle: 'Buscar en {title}',
  messages: 'Buscar mensajes',
  placeholder: 'Palabras, o cómo empiezan',
  searching: 'Buscando',
  failed: 'La búsqueda no ha funcionado',
  none: 'Ningún mensaje contiene «{query}».',
  found: 'Mensajes encontrados',
  more: 'Más mensajes',
  where: 'en <bdi>{title}</bdi>',
} satisfies TextsOf<typeof search>;
