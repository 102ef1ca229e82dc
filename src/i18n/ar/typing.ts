import type typing from '../en/typing';
import type { TextsOf } from '../texts';

export default {
  several: 'عدة أشخاص يكتبون…',
  direct: 'جارٍ الكتابة…',
  one: '\u2068{name}\u2069: جارٍ الكتابة…',
  two: '\u2068{first}\u2069 و\u2068{second}\u2069: جارٍ الكتابة…',
} satisfies TextsOf<typeof typing>;
