import type en from '../en/welcome';
import type { TextsOf } from '../texts';

export default {
  title: 'أهلًا بك في Confab، {name}',
  lead: 'خطوات قليلة إلى أول محادثة.',
  picture: 'أضف صورتك واسمك',
  pictureHint: 'ليعرف الآخرون من يكتب.',
  people: 'ابحث عن أشخاص',
  peopleHint: 'اكتب إلى شخص موجود هنا بالفعل.',
  rooms: 'تصفّح الغرف',
  roomsHint: 'الغرف مفتوحة للجميع.',
  invite: 'ادعُ آخرين',
  inviteHint: 'أرسل إليهم رابط التسجيل.',
  copied: 'نُسخ الرابط',
  copyByHand: 'حدّده وانسخه: {link}',
  done: 'تم',
  dismiss: 'ليس الآن',
  progress: 'أُنجز {done, number} من {all, number}',
} satisfies TextsOf<typeof en>;
