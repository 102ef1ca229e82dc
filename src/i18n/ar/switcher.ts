import type en from '../en/switcher';
import type { TextsOf } from '../texts';

export default {
  title: 'الانتقال إلى',
  placeholder: 'شخص أو محادثة أو غرفة أو أمر',
  choices: 'إلى أين',
  conversations: 'المحادثات',
  people: 'الأشخاص',
  rooms: 'الغرف',
  commands: 'الأوامر',
  found:
    '{count, plural, =0 {لا شيء بهذا الاسم.} zero {لا نتائج} one {نتيجة واحدة} two {نتيجتان} few {# نتائج} many {# نتيجة} other {# نتيجة}}',
  unread: 'غير مقروءة',
  offline: 'أنت غير متصل. لا يُعثر إلا على ما يعرفه هذا الجهاز.',
  searchFailed: 'تعذّر سؤال الخادم. لا يُعثر إلا على ما يعرفه هذا الجهاز.',
  openFailed: 'لم ينجح ذلك. حاول مجددًا بعد لحظة.',

  newConversation: 'محادثة جديدة',
  newGroup: 'مجموعة جديدة',
  newRoom: 'إنشاء غرفة',
  findRooms: 'البحث عن غرف',
  searchMessages: 'البحث في الرسائل',
  searchHere: 'البحث في هذه المحادثة',
  details: 'تفاصيل هذه المحادثة',
  mute: 'كتم هذه المحادثة',
  unmute: 'إلغاء كتم هذه المحادثة',
  pin: 'تثبيت هذه المحادثة في الأعلى',
  unpin: 'إلغاء تثبيت هذه المحادثة',
  archive: 'أرشفة هذه المحادثة',
  unarchive: 'إخراج هذه المحادثة من الأرشيف',
  dark: 'المظهر الداكن',
  light: 'المظهر الفاتح',
  settings: 'الإعدادات',
  shortcuts: 'اختصارات لوحة المفاتيح',
  signOut: 'تسجيل الخروج',
} satisfies TextsOf<typeof en>;
