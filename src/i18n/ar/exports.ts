import type en from '../en/exports';
import type { TextsOf } from '../texts';

export default {
  yourData: 'بياناتك',
  explains: 'أرشيف فيه ملفك الشخصي ومحادثاتك ورسائلك وتفاعلاتك وملفاتك.',
  make: 'تنزيل بياناتك',
  begun: 'يبدأ التنزيل. قد يستغرق بعض الوقت.',
  reports: 'بلاغاتك',
  noReports: 'لم تبلّغ عن شيء.',
  administration: 'الإدارة',
} satisfies TextsOf<typeof en>;
