import type problems from '../en/problems';
import type { TextsOf } from '../texts';

export default {
  empty: 'لا يمكن أن يكون فارغًا.',
  nameLong: 'يجب ألا يتجاوز 80 حرفًا.',
  controlCharacters: 'يجب ألا يحتوي على أحرف تحكم.',
  username: 'يجب أن يتكون من 2 إلى 32 من الأحرف اللاتينية أو الأرقام أو النقاط أو الشرطات أو الشرطات السفلية.',
  usernameTaken: 'اسم المستخدم هذا محجوز.',
  slug: 'يجب أن يتكون من 1 إلى 48 من الأحرف اللاتينية أو الأرقام أو الشرطات.',
  email: 'يجب أن يكون عنوان بريد إلكتروني.',
  emailTaken: 'يوجد حساب بهذا البريد الإلكتروني بالفعل.',
  passwordShort: 'يجب ألا يقل عن 8 أحرف.',
  passwordLong: 'يجب ألا يتجاوز 200 حرف.',
  passwordWrong: 'كلمة المرور غير صحيحة.',
  textLong: 'يجب ألا يتجاوز 10,000 حرف.',
  halfCharacter: 'يجب ألا يحتوي على أنصاف أحرف.',
  other: 'هناك خطأ في ما أُدخل.',
} satisfies TextsOf<typeof problems>;
