import type refusals from '../en/refusals';
import type { TextsOf } from '../texts';

export default {
  presentPassword: 'كلمة المرور الحالية غير صحيحة.',
  noPerson: 'لا يوجد شخص كهذا.',
  notInRoom: 'لست في هذه الغرفة. يُرجى الانضمام إليها أولًا.',
  lastOwner: 'يُرجى تعيين مالك آخر أولًا.',
  groupFull: 'لا تتسع المجموعة لأكثر من {count} عضو. يمكنك إنشاء غرفة.',
  noRoom: 'لا توجد غرفة باسم \u2068{slug}\u2069.',
  roomTaken: 'توجد غرفة باسم \u2068{slug}\u2069 بالفعل.',
  messageDeleted: 'حُذفت هذه الرسالة.',
  reactionsFull: 'لا يمكن أن تحمل الرسالة أكثر من {count} تفاعلًا مختلفًا.',
  pinsFull: 'لا يمكن تثبيت أكثر من {count} رسالة. يُرجى إلغاء تثبيت إحداها أولًا.',
  pinRights: 'في الغرف، يثبّت المشرفون والمالكون الرسائل.',
  fileLarge: 'يجب ألا يتجاوز حجم الملف {size}.',
  quotaFull: 'يمكن أن تشغل ملفاتك {size} إجمالًا. يُرجى حذف رسائل تحتوي على ملفات لتوفير مساحة.',
  fileKind: 'لا يمكن إرفاق هذا النوع من الملفات.',
  fileDamaged: 'محتوى الملف لا يطابق اسمه، أو أنه تالف.',
  fileMarkup: 'لا يمكن إرفاق صفحات الويب والرسوم (HTML وSVG وXML).',
  fileEncoding: 'النص ليس بترميز UTF-8. يُرجى حفظه بهذا الترميز وإرفاقه مجددًا.',
  pictureLarge: 'الصورة كبيرة جدًا: الحد الأقصى {count} مليون بكسل.',
  pictureKind: 'لا يمكن إرفاق هذا النوع من الصور.',
  pictureDamaged: 'تعذّرت قراءة الصورة؛ ربما تكون تالفة.',
  ofFile: '\u2068{filename}\u2069: {words}',
} satisfies TextsOf<typeof refusals>;
