import type typing from '../en/typing';
import type { TextsOf } from '../texts';

export default {
  several: 'Varias personas están escribiendo…',
  direct: 'escribiendo…',
  one: '{name} está escribiendo…',
  two: '{first} y {second} están escribiendo…',
} satisfies TextsOf<typeof typing>;
