import type emoji from '../en/emoji';
import type { TextsOf } from '../texts';

export default {
  emojis: 'Emojis',
  notLoaded: 'Die Emojis konnten nicht geladen werden.',
  loading: 'Emojis werden geladen',
  find: 'Emojis finden',
  kinds: 'Arten von Emojis',
  found: 'Gefundene Emojis',
  none: 'Kein Emoji heißt so.',
  Recent: 'Zuletzt benutzt',
  Smileys: 'Smileys',
  People: 'Menschen',
  Nature: 'Natur',
  Food: 'Essen',
  Travel: 'Reisen',
  Activities: 'Aktivitäten',
  Objects: 'Gegenstände',
  Symbols: 'Symbole',
  Flags: 'Flaggen',
} satisfies TextsOf<typeof emoji>;
