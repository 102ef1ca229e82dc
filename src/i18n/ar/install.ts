import type en from '../en/install';
import type { TextsOf } from '../texts';

export default {
  description: 'محادثات تواكبك.',
  rooms: 'الغرف',
  search: 'بحث',
  update: 'إصدار جديد جاهز.',
  missing: 'تعذّر تحميل جزء من Confab. قد يكون هناك إصدار جديد.',
  reload: 'إعادة التحميل',
  later: 'لاحقًا',
  offlineTitle: 'أنت غير متصل',
  offline: 'لا يوجد على هذا الجهاز ما يمكن عرضه الآن. اتصل بشبكة ثم حاول من جديد.',
} satisfies TextsOf<typeof en>;
