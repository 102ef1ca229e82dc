import type en from '../en/connection';
import type { TextsOf } from '../texts';

export default {
  connecting: 'جارٍ الاتصال…',
  reconnecting: 'جارٍ إعادة الاتصال…',
  offline: 'غير متصل — ستُرسل الرسائل عند عودة الاتصال',
  ended: 'انتهت جلستك. ما كتبته محفوظ. <again>تسجيل الدخول من جديد</again>',
} satisfies TextsOf<typeof en>;
