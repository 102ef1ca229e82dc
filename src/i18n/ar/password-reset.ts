import type en from '../en/password-reset';
import type { TextsOf } from '../texts';

export default {
  title: 'تعيين كلمة مرور جديدة',
  explains: 'يعمل الرابط مرة واحدة. بعد ذلك تدخل بكلمة المرور الجديدة.',
  set: 'تعيين كلمة المرور',
  noLink: 'هذا الرابط غير صالح أو لم يعد صالحًا. اطلب رابطًا آخر ممن يدير هذه الدردشة.',
  isSet: 'تم تعيين كلمة مرورك.',
  signIn: 'تسجيل الدخول',
} satisfies TextsOf<typeof en>;
