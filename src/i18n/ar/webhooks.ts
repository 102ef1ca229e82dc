import type en from '../en/webhooks';
import type { TextsOf } from '../texts';

export default {
  title: 'خطافات الويب',
  hint: 'تكتب البرامج في هذه المحادثة، أو تعلم بما يكتبه الناس فيها. يتوقف الخطاف عندما لا يعود من أنشأه مالكًا أو مشرفًا.',
  none: 'لا يوجد أي منها بعد.',
  list: 'خطافات الويب في هذه المحادثة',
  new: 'خطاف جديد',
  incoming: 'تكتب البرامج هنا',
  outgoing: 'يُعلم برنامجًا آخر',
  direction: 'ما يفعله',
  name: 'الاسم',
  nameHint: 'تظهر رسائل الخطاف بهذا الاسم.',
  nameExample: 'خادم البناء',
  url: 'العنوان الذي يُرسل إليه',
  create: 'إنشاء خطاف',
  copyNow: 'انسخ السر الآن.',
  shownOnce: 'لن يُعرض مرة أخرى.',
  secret: 'السر',
  address: 'العنوان',
  copySecret: 'نسخ السر',
  copyAddress: 'نسخ العنوان',
  rotate: 'سر جديد',
  rotateNamed: 'سر جديد لـ {name}',
  remove: 'إزالة',
  removeNamed: 'إزالة {name}',
  keep: 'إبقاء',
  neverUsed: 'لم يُستخدم قط',
  lastUsed: 'آخر استخدام {date}',
  stopped: 'متوقف: من أنشأه لم يعد مالكًا أو مشرفًا. سر جديد يجعله باسمك.',
  failing:
    '{fault, select, unreachable {تعذر الوصول إلى العنوان.} timeout {لم يُجب العنوان في الوقت المناسب.} forbiddenAddress {لا يجوز لخطافات الويب الإرسال إلى هذا العنوان.} other {أجاب العنوان بالحالة {status}.}} {attempts, plural, zero {لا محاولات} one {محاولة واحدة} two {محاولتان} few {# محاولات} many {# محاولة} other {# محاولة}}، آخرها {date}.',
  givenUp:
    '{count, plural, zero {لم تُترك أي رسالة.} one {تُركت رسالة واحدة.} two {تُركت رسالتان.} few {تُركت # رسائل.} many {تُركت # رسالة.} other {تُركت # رسالة.}}',
} satisfies TextsOf<typeof en>;
