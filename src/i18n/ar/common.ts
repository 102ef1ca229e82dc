import type en from '../en/common';
import type { TextsOf } from '../texts';

export default {
  cancel: 'إلغاء',
  close: 'إغلاق',
  save: 'حفظ',
  retry: 'إعادة المحاولة',
} satisfies TextsOf<typeof en>;
