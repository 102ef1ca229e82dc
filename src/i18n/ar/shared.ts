import type en from '../en/shared';
import type { TextsOf } from '../texts';

export default {
  tabs: 'تفاصيل المحادثة',
  about: 'حول',
  media: 'الوسائط',
  files: 'الملفات',
  links: 'الروابط',
  pins: 'المثبّتة',
  search: 'البحث هنا',
  noMedia: 'الصور ومقاطع الفيديو التي تُرسل هنا ستجدها في هذا المكان.',
  noFiles: 'المستندات والرسائل الصوتية التي تُرسل هنا ستجدها في هذا المكان.',
  noLinks: 'العناوين التي تُرسل هنا ستجدها في هذا المكان.',
  noPins: 'لا شيء مثبّت. ثبّت ما تريد العودة إليه من قائمة الرسالة.',
  loading: 'جارٍ التحميل',
  failed: 'تعذّر التحميل.',
  more: 'عرض المزيد',
  show: 'عرض في المحادثة',
  open: 'فتح {name}',
} satisfies TextsOf<typeof en>;
