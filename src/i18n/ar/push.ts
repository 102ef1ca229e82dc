import type en from '../en/push';
import type { TextsOf } from '../texts';

export default {
  whenClosed: 'أشعرني أيضًا عندما يكون Confab مغلقًا',
  whenClosedHint: 'على هذا الجهاز فقط. تنقل خدمة الإشعارات في متصفحك الرسائل مشفّرةً ولا يمكنها قراءتها.',
  showText: 'إظهار الأسماء والنص في هذه الإشعارات',
  blocked: 'لا يُسمح لهذا الموقع بعرض الإشعارات. اسمح بها في إعدادات متصفحك.',
  unsupported: 'لا يستطيع هذا المتصفح تلقّي الإشعارات أثناء إغلاق Confab.',
  homeScreen: 'على iPhone أو iPad، أضف Confab إلى الشاشة الرئيسية أولًا ثم افتحه من هناك.',
  failed: 'تعذّر التفعيل. حاول لاحقًا.',
  failedOff: 'تعذّر الإيقاف. حاول من جديد.',
  newMessage: 'رسالة جديدة',
  fromSender: '{sender}: {text}',
  attached:
    '{kind, select, image {{count, plural, zero {لا صور} one {صورة} two {صورتان} few {# صور} many {# صورة} other {# صورة}}} video {{count, plural, zero {لا مقاطع فيديو} one {مقطع فيديو} two {مقطعا فيديو} few {# مقاطع فيديو} many {# مقطع فيديو} other {# مقطع فيديو}}} voice {{count, plural, zero {لا رسائل صوتية} one {رسالة صوتية} two {رسالتان صوتيتان} few {# رسائل صوتية} many {# رسالة صوتية} other {# رسالة صوتية}}} audio {{count, plural, zero {لا ملفات صوتية} one {ملف صوتي} two {ملفان صوتيان} few {# ملفات صوتية} many {# ملفًا صوتيًا} other {# ملف صوتي}}} other {{count, plural, zero {لا ملفات} one {ملف} two {ملفان} few {# ملفات} many {# ملفًا} other {# ملف}}}}',
} satisfies TextsOf<typeof en>;
