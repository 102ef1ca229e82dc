import type en from '../en/connection';
import type { TextsOf } from '../texts';

export default {
  connecting: 'جارٍ الاتصال…',
  reconnecting: 'جارٍ إعادة الاتصال…',
  offline: 'غير متصل — ستُرسل الرسائل عند عودة الاتصال',
  ended: 'انتهت جلستك. ما كتبته محفوظ. <again>تسجيل الدخول من جديد</again>',
  connected: 'متصل',
  connectedIn: 'متصل، {milliseconds, number} مللي ثانية',
  connectedSlowly: 'متصل بطريقة أبطأ: هذه الشبكة تحجب الطريقة المعتادة',
  nowConnecting: 'جارٍ الاتصال',
  nowReconnecting: 'جارٍ إعادة الاتصال',
  nowOffline: 'غير متصل',
  signedOut: 'تم تسجيل الخروج',
} satisfies TextsOf<typeof en>;
