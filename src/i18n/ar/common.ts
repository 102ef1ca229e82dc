import type en from '../en/common';
import type { TextsOf } from '../texts';

export default {
  cancel: 'إلغاء',
  close: 'إغلاق',
  save: 'حفظ',
  retry: 'إعادة المحاولة',
  back: 'رجوع',
  done: 'تم',
  loading: 'جارٍ التحميل',
  online: 'متصل الآن',
  you: 'أنت',
  somebody: 'شخص ما',
  copied: 'تم النسخ',
  copyYourself: 'يُرجى التحديد ثم النسخ',
} satisfies TextsOf<typeof en>;
