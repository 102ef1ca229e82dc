import type emoji from '../en/emoji';
import type { TextsOf } from '../texts';

export default {
  emojis: 'الرموز التعبيرية',
  notLoaded: 'تعذّر تحميل الرموز التعبيرية.',
  loading: 'جارٍ تحميل الرموز التعبيرية',
  find: 'البحث عن رموز تعبيرية',
  kinds: 'أنواع الرموز التعبيرية',
  found: 'الرموز التي عُثر عليها',
  none: 'لا يوجد رمز تعبيري بهذا الاسم.',
  Recent: 'الأخيرة',
  Smileys: 'وجوه',
  People: 'أشخاص',
  Nature: 'طبيعة',
  Food: 'طعام',
  Travel: 'سفر',
  Activities: 'أنشطة',
  Objects: 'أشياء',
  Symbols: 'رموز',
  Flags: 'أعلام',
} satisfies TextsOf<typeof emoji>;
