import type search from '../en/search';
import type { TextsOf } from '../texts';

export default {
  title: 'Suche',
  inTitle: 'In {title} suchen',
  messages: 'Nachrichten durchsuchen',
  placeholder: 'Wörter oder wie sie beginnen',
  searching: 'Suche läuft',
  failed: 'Die Suche hat nicht geklappt',
  none: 'Keine Nachricht enthält „{query}“.',
  found: 'Gefundene Nachrichten',
  more: 'Weitere Nachrichten',
  where: 'in <bdi>{title}</bdi>',
} satisfies TextsOf<typeof search>;
