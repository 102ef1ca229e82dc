import type errors from '../en/errors';
import type { TextsOf } from '../texts';

export default {
  unreachable: 'تعذّر الوصول إلى الخادم. يُرجى التحقق من الاتصال ثم إعادة المحاولة.',
  unauthenticated: 'انتهت جلستك. يُرجى تسجيل الدخول من جديد للمتابعة.',
  rateLimited: 'هذا كثير دفعة واحدة. يُرجى إعادة المحاولة بعد {wait}.',
  unavailable: 'هناك عطل في الخادم. يُرجى إعادة المحاولة بعد قليل.',
  tooLarge: 'هذا أكبر من أن يُرسل.',
  unsupportedMedia: 'لا يمكن إرسال هذا النوع من الملفات.',
  blocked: 'لا يمكنك التواصل مع هذا الشخص.',
  forbidden: 'ليس لديك إذن للقيام بذلك.',
  notFound: 'لم يعد هذا موجودًا.',
  conflict: 'هذا مستخدم بالفعل.',
  invalidInput: 'هناك خطأ في ما أُدخل.',
  notSent: 'لم تُرسل',
  notSentNotMember: 'لم تُرسل: لست عضوًا في هذه المحادثة',
  notSentGone: 'لم تُرسل: أحد الملفات أو المحادثة لم يعد موجودًا',
  notSentBlocked: 'لم تُرسل: لا يمكنك التواصل مع هذا الشخص',
  notSentTooLong: 'لم تُرسل: طويلة جدًا',
  notSentTooLarge: 'لم تُرسل: كبيرة جدًا',
  notSentKind: 'لم تُرسل: لا يمكن إرسال هذا النوع من الملفات',
  notSentWhy: 'لم تُرسل: {why}',
  notSentFileUsed: 'لم تُرسل: أحد الملفات جزء من رسالة أخرى',
  notSentFileGone: 'لم تُرسل: أحد الملفات لم يعد على هذا الجهاز',
  notSentSignedOut: 'لم تُرسل: تم تسجيل خروجك',
  notDone:
    '{act, select, edit {لم يُعدَّل} reaction {لم يُقبل التفاعل} other {لم تُحذف}}: {why, select, forbidden {ليس لديك إذن بذلك} notFound {لم تعد الرسالة موجودة} conflict {تغيّرت الرسالة في هذه الأثناء} blocked {لا يمكنك التواصل مع هذا الشخص} tooLarge {هذا أكثر من المسموح} unauthenticated {تم تسجيل خروجك} other {لم يقبله الخادم}}',
} satisfies TextsOf<typeof errors>;
