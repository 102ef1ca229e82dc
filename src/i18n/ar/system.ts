import type system from '../en/system';
import type { TextsOf } from '../texts';

export default {
  started: '{who, select, me {بدأت المحادثة} other {بدأت المحادثة من <bdi>{name}</bdi>}}',
  createdGroup: '{who, select, me {أنشأت المجموعة} other {أُنشئت المجموعة من قِبل <bdi>{name}</bdi>}}',
  createdRoom: '{who, select, me {أنشأت الغرفة} other {أُنشئت الغرفة من قِبل <bdi>{name}</bdi>}}',
  joined: '{who, select, me {انضممت} other {انضمام <bdi>{name}</bdi>}}',
  left: '{who, select, me {غادرت} other {مغادرة <bdi>{name}</bdi>}}',
  added:
    '{who, select, me {{whom, select, me {أضفت نفسك} other {أضفت <bdi>{target}</bdi>}}} other {{whom, select, me {تمت إضافتك من قِبل <bdi>{name}</bdi>} other {تمت إضافة <bdi>{target}</bdi> من قِبل <bdi>{name}</bdi>}}}}',
  removed:
    '{who, select, me {{whom, select, me {أزلت نفسك} other {أزلت <bdi>{target}</bdi>}}} other {{whom, select, me {تمت إزالتك من قِبل <bdi>{name}</bdi>} other {تمت إزالة <bdi>{target}</bdi> من قِبل <bdi>{name}</bdi>}}}}',
  madeOwner:
    '{who, select, me {{whom, select, me {عيّنت نفسك كمالك} other {عيّنت <bdi>{target}</bdi> كمالك}}} other {{whom, select, me {تم تعيينك كمالك من قِبل <bdi>{name}</bdi>} other {تم تعيين <bdi>{target}</bdi> كمالك من قِبل <bdi>{name}</bdi>}}}}',
  madeAdmin:
    '{who, select, me {{whom, select, me {عيّنت نفسك كمشرف} other {عيّنت <bdi>{target}</bdi> كمشرف}}} other {{whom, select, me {تم تعيينك كمشرف من قِبل <bdi>{name}</bdi>} other {تم تعيين <bdi>{target}</bdi> كمشرف من قِبل <bdi>{name}</bdi>}}}}',
  madeMember:
    '{who, select, me {{whom, select, me {عيّنت نفسك كعضو} other {عيّنت <bdi>{target}</bdi> كعضو}}} other {{whom, select, me {تم تعيينك كعضو من قِبل <bdi>{name}</bdi>} other {تم تعيين <bdi>{target}</bdi> كعضو من قِبل <bdi>{name}</bdi>}}}}',
  renamed:
    '{who, select, me {غيّرت اسم {kind, select, room {الغرفة} other {المجموعة}} إلى «<bdi>{title}</bdi>»} other {تغيّر اسم {kind, select, room {الغرفة} other {المجموعة}} إلى «<bdi>{title}</bdi>» من قِبل <bdi>{name}</bdi>}}',
  pinned: '{who, select, me {ثبّتّ رسالة} other {تم تثبيت رسالة من قِبل <bdi>{name}</bdi>}}',
  unpinned: '{who, select, me {ألغيت تثبيت رسالة} other {تم إلغاء تثبيت رسالة من قِبل <bdi>{name}</bdi>}}',
  retention:
    '{who, select, me {ضبطت حذف الرسائل هنا بعد {days, plural, zero {أقل من يوم} one {يوم واحد} two {يومين} few {# أيام} many {# يومًا} other {# يوم}}} other {تم ضبط حذف الرسائل هنا بعد {days, plural, zero {أقل من يوم} one {يوم واحد} two {يومين} few {# أيام} many {# يومًا} other {# يوم}} من قِبل <bdi>{name}</bdi>}}',
  retentionEnded:
    '{who, select, me {ضبطت الاحتفاظ بالرسائل هنا} other {تم ضبط الاحتفاظ بالرسائل هنا من قِبل <bdi>{name}</bdi>}}',
} satisfies TextsOf<typeof system>;
