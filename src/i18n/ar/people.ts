import type people from '../en/people';
import type { TextsOf } from '../texts';

export default {
  find: 'البحث عن أشخاص',
  findByName: 'البحث عن أشخاص بالاسم',
  found: 'الأشخاص الذين عُثر عليهم',
  nobody: 'لا أحد آخر يحمل الاسم «\u2068{query}\u2069».',
  hint: 'أدخل اسم الشخص الذي تريد مراسلته أو اسم المستخدم الخاص به.',
  opening: 'جارٍ الفتح',
  chosen: 'الأشخاص المختارون',
  remove: 'إزالة \u2068{name}\u2069',
  groupName: 'اسم المجموعة',
  people: 'الأشخاص',
  addLater: 'يمكن إضافة المزيد من الأشخاص لاحقًا.',
  createGroup: 'إنشاء مجموعة',
  hereSince: 'هنا منذ {date}',
  message: 'مراسلة',
  block: 'حظر',
  unblock: 'إلغاء الحظر',
  blocked: 'لقد حظرت <bdi>{name}</bdi>. لا يمكن لأي منكما مراسلة الآخر أو معرفة وقت وجوده.',
  seenNow: 'آخر ظهور الآن',
  seenMinutes:
    '{minutes, plural, zero {آخر ظهور الآن} one {آخر ظهور قبل دقيقة} two {آخر ظهور قبل دقيقتين} few {آخر ظهور قبل # دقائق} many {آخر ظهور قبل # دقيقة} other {آخر ظهور قبل # دقيقة}}',
  seenToday: 'آخر ظهور اليوم الساعة {time}',
  seenYesterday: 'آخر ظهور أمس الساعة {time}',
  seenOn: 'آخر ظهور في {date}',
} satisfies TextsOf<typeof people>;
