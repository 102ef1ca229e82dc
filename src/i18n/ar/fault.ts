import type fault from '../en/fault';
import type { TextsOf } from '../texts';

export default {
  title: 'حدث خطأ ما',
  page: 'تعذّر عرض الصفحة. ما كتبته محفوظ على هذا الجهاز.',
  part: 'تعذّر عرض هذا الجزء',
  partKept: 'حدث خطأ ما في هذه الصفحة. ما كتبته محفوظ.',
  notFound: 'غير موجود',
  nothingHere: 'لا يوجد شيء في هذا العنوان',
  mistyped: 'قد يكون العنوان مكتوبًا خطأً، أو أن ما كان هنا لم يعد موجودًا.',
  toConversations: 'إلى محادثاتك',
} satisfies TextsOf<typeof fault>;
