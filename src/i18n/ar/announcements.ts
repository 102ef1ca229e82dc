import type en from '../en/announcements';
import type { TextsOf } from '../texts';

export default {
  message: '{name}: {words}',
  deleted: '{name}: رسالة محذوفة',
  attached:
    '{count, plural, zero {لا مرفقات} one {مرفق واحد} two {مرفقان} few {# مرفقات} many {# مرفقًا} other {# مرفق}}',
  counted:
    '{count, plural, zero {لا رسائل جديدة} one {رسالة جديدة واحدة} two {رسالتان جديدتان} few {# رسائل جديدة} many {# رسالة جديدة} other {# رسالة جديدة}}',
  mentioned:
    '{count, plural, zero {لا رسائل جديدة} one {رسالة جديدة واحدة} two {رسالتان جديدتان} few {# رسائل جديدة} many {# رسالة جديدة} other {# رسالة جديدة}}، {mentions, plural, zero {لا تذكرك أي منها} one {واحدة منها تذكرك} two {اثنتان منها تذكرانك} few {# منها تذكرك} many {# منها تذكرك} other {# منها تذكرك}}',
} satisfies TextsOf<typeof en>;
