import type search from '../en/search';
import type { TextsOf } from '../texts';

export default {
  title: 'بحث',
  inTitle: 'البحث في \u2068{title}\u2069',
  messages: 'البحث في الرسائل',
  placeholder: 'كلمات أو بداياتها',
  searching: 'جارٍ البحث',
  failed: 'تعذّر البحث',
  none: 'لا توجد رسالة تحتوي على «\u2068{query}\u2069».',
  found: 'الرسائل التي عُثر عليها',
  more: 'المزيد من الرسائل',
  where: 'في <bdi>{title}</bdi>',
} satisfies TextsOf<typeof search>;
