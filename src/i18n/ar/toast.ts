import type en from '../en/toast';
import type { TextsOf } from '../texts';

export default {
  region: 'إشعارات',
  undo: 'تراجع',
  dismiss: 'إخفاء',
  deleted: 'حُذفت الرسالة',
  hidden: 'حُذفت الرسالة لديك',
  copied: 'تم النسخ',
  archived: 'أُرشفت المحادثة',
  unarchived: 'عادت المحادثة إلى القائمة',
  muted: 'كُتمت المحادثة',
  unmuted: 'أُلغي كتم المحادثة',
  pinned: 'ثُبّتت المحادثة في الأعلى',
  unpinned: 'أُلغي تثبيت المحادثة',
  left: 'غادرتَ {title}',
  failed: 'لم ينجح ذلك. حاول مرة أخرى.',
} satisfies TextsOf<typeof en>;
