import type typing from '../en/typing';
import type { TextsOf } from '../texts';

export default {
  several: 'Mehrere schreiben …',
  direct: 'schreibt …',
  one: '{name} schreibt …',
  two: '{first} und {second} schreiben …',
} satisfies TextsOf<typeof typing>;
