import type signIn from '../en/sign-in';
import type { TextsOf } from '../texts';

export default {
  signIn: 'تسجيل الدخول',
  newHere: 'جديد هنا؟ <link>إنشاء حساب</link>',
  createAccount: 'إنشاء حساب',
  create: 'إنشاء الحساب',
  haveOne: 'لديك حساب؟ <link>تسجيل الدخول</link>',
  login: 'اسم المستخدم أو البريد الإلكتروني',
  password: 'كلمة المرور',
  show: 'إظهار',
  hide: 'إخفاء',
  enterBoth: 'أدخل اسم المستخدم أو البريد الإلكتروني وكلمة المرور.',
  wrong: 'اسم المستخدم أو كلمة المرور غير صحيحة.',
  limited: 'محاولات كثيرة جدًا. يُرجى الانتظار {wait}.',
  unavailable: 'تعذّر تسجيل الدخول. يُرجى إعادة المحاولة بعد قليل.',
  name: 'الاسم',
  nameHint: 'ما يراه الآخرون.',
  username: 'اسم المستخدم',
  usernameHint: 'أحرف لاتينية وأرقام ونقاط وشرطات وشرطات سفلية.',
  email: 'البريد الإلكتروني',
  passwordHint: '8 أحرف على الأقل.',
  description: 'محادثات تواكبك.',
  disabled: 'هذا الحساب معطّل. يُرجى التواصل مع القائمين على هذه الدردشة.',
} satisfies TextsOf<typeof signIn>;
