import type media from '../en/media';
import type { TextsOf } from '../texts';

export default {
  dismiss: 'إخفاء',
  pause: 'إيقاف مؤقت',
  play: 'تشغيل',
  position: 'الموضع',
  positionOf: '{position} من {duration}',
  changePicture: 'تغيير الصورة',
  choosePicture: 'اختيار صورة',
  removePicture: 'إزالة الصورة',
  notAPicture: 'تعذّرت قراءة «\u2068{name}\u2069» كصورة.',
  broken: 'تعذّر التحميل',
  brokenAgain: 'تعذّر التحميل، يُرجى إعادة المحاولة',
  download: 'تنزيل',
  drop: 'أفلت للإرفاق',
  dropTo: 'إلى رسالتك إلى <bdi>{title}</bdi>',
  pictures: 'الصور',
  previous: 'السابق',
  next: 'التالي',
  zoomIn: 'تكبير',
  zoomOut: 'تصغير',
  playVideo: 'تشغيل الفيديو',
  loadingVideo: 'جارٍ تحميل الفيديو',
  andMore: 'و{count, number} أخرى',
  waitingForConnection: 'بانتظار الاتصال',
  sentOf: '{sent} من {total}',
  sending: 'جارٍ الإرسال',
  sendingFiles: 'جارٍ إرسال الملفات',
  cancelSending: 'إلغاء الإرسال',
  attached:
    '{count, plural, zero {لا ملفات مرفقة} one {ملف مرفق واحد} two {ملفان مرفقان} few {# ملفات مرفقة} many {# ملفًا مرفقًا} other {# ملف مرفق}}',
  attachedPreparing:
    '{count, plural, zero {لا ملفات مرفقة، {preparing, number} قيد التحضير} one {ملف مرفق واحد، {preparing, number} قيد التحضير} two {ملفان مرفقان، {preparing, number} قيد التحضير} few {# ملفات مرفقة، {preparing, number} قيد التحضير} many {# ملفًا مرفقًا، {preparing, number} قيد التحضير} other {# ملف مرفق، {preparing, number} قيد التحضير}}',
  filesToSend: 'ملفات للإرسال',
  remove: 'إزالة',
  removeNamed: 'إزالة \u2068{filename}\u2069، {size}',
  discard: 'تجاهل التسجيل',
  waitingForMicrophone: 'بانتظار الميكروفون',
  waitingForMicrophoneNow: 'بانتظار الميكروفون…',
  recording: 'جارٍ التسجيل',
  recorded: 'المدة المسجَّلة',
  finish: 'إنهاء التسجيل',
  voiceMessage: 'رسالة صوتية',
  microphone:
    '{why, select, denied {الميكروفون غير مسموح به هنا. يُرجى السماح به في إعدادات المتصفح ثم إعادة المحاولة.} missing {لم يُعثر على ميكروفون.} busy {لا يمكن استخدام الميكروفون الآن؛ ربما يستخدمه برنامج آخر.} other {لا يمكن التسجيل على هذا الجهاز.}}',
  quoted: '«\u2068{name}\u2069»',
  more: '{count, number} غيرها',
  refusedType: 'لا يمكن إرسال {names}: يُسمح فقط بالصور والأفلام والصوت والمستندات وأرشيفات ZIP.',
  refusedLarge:
    '{count, plural, zero {{names}: الحجم أكبر من {size}.} one {{names}: الحجم أكبر من {size}.} two {{names}: الحجم أكبر من {size}.} few {{names}: الحجم أكبر من {size}.} many {{names}: الحجم أكبر من {size}.} other {{names}: الحجم أكبر من {size}.}}',
  refusedEmpty:
    '{count, plural, zero {{names}: لا محتوى.} one {{names}: ملف فارغ.} two {{names}: ملفان فارغان.} few {{names}: ملفات فارغة.} many {{names}: ملفات فارغة.} other {{names}: ملفات فارغة.}}',
  refusedMany:
    '{count, plural, zero {تتسع الرسالة لـ {max} ملفات.} one {تتسع الرسالة لـ {max} ملفات؛ لم يُرفق {names}.} two {تتسع الرسالة لـ {max} ملفات؛ لم يُرفق {names}.} few {تتسع الرسالة لـ {max} ملفات؛ لم يُرفق {names}.} many {تتسع الرسالة لـ {max} ملفات؛ لم يُرفق {names}.} other {تتسع الرسالة لـ {max} ملفات؛ لم يُرفق {names}.}}',
} satisfies TextsOf<typeof media>;
