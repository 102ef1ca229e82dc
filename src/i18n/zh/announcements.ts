import type en from '../en/announcements';
import type { TextsOf } from '../texts';

export default {
  message: '{name}：{words}',
  deleted: '{name}：已删除的消息',
  attached: '{count, plural, other {# 个附件}}',
  counted: '{count, plural, other {# 条新消息}}',
  mentioned: '{count, plural, other {# 条新消息}}，{mentions, plural, other {其中 # 条提到您}}',
} satisfies TextsOf<typeof en>;
