import type en from '../en/report';
import type { TextsOf } from '../texts';

export default {
  report: 'إبلاغ…',
  title: 'الإبلاغ عن هذه الرسالة',
  explains: 'يرى القائمون على هذه الدردشة نصها الحالي وأنك أبلغت عنها. لا يُخبَر كاتبها.',
  why: 'لماذا؟',
  reason:
    '{reason, select, spam {إعلان أو رسائل مزعجة} abuse {إهانة أو تهديد أو مضايقة} illegal {مخالف للقانون} other {شيء آخر}}',
  note: 'ما الذي ينبغي أن يعرفوه؟ (اختياري)',
  send: 'إبلاغ',
  sent: 'شكرًا. تجد ما آل إليه البلاغ في «بياناتك» في قائمة الحساب.',
  outcome:
    '{outcome, select, dismissed {تم الاطلاع دون تغيير} deleted {حُذفت الرسالة} disabled {عُطِّل الكاتب} other {بانتظار المعالجة}}',
  retention:
    'تُحذف الرسائل هنا بعد {days, plural, zero {# يوم} one {يوم واحد} two {يومين} few {# أيام} many {# يومًا} other {# يوم}}',
  retentionNone: 'تُحفظ الرسائل هنا',
  retentionChange: 'مدة الاحتفاظ بالرسائل',
  retentionLongest: 'أطول مدة ممكنة',
  retentionDays: '{days, plural, zero {# يوم} one {يوم واحد} two {يومان} few {# أيام} many {# يومًا} other {# يوم}}',
  retentionHint: 'يُحذف الأقدم لدى الجميع مع ملفاته. لا يمكن التراجع عن ذلك. يرى الآخرون أنك حددت ذلك.',
} satisfies TextsOf<typeof en>;
