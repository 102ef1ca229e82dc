import type en from '../en/report';
import type { TextsOf } from '../texts';

export default {
  report: '举报…',
  title: '举报此消息',
  explains: '此聊天的运营者会看到消息当前的内容以及举报人是你。作者不会被告知。',
  why: '原因',
  reason: '{reason, select, spam {广告或垃圾信息} abuse {侮辱、威胁或骚扰} illegal {违法内容} other {其他}}',
  note: '还有什么需要说明？（可选）',
  send: '举报',
  sent: '谢谢。处理结果可在账户菜单的“你的数据”中查看。',
  outcome: '{outcome, select, dismissed {已查看，未作更改} deleted {消息已删除} disabled {作者已停用} other {待处理}}',
  retention: '此处的消息会在 {days, plural, other {# 天}}后删除',
  retentionNone: '此处的消息会保留',
  retentionChange: '消息保留多久',
  retentionLongest: '尽可能久',
  retentionDays: '{days, plural, other {# 天}}',
  retentionHint: '更早的消息连同文件会对所有人删除，无法撤销。其他人会看到是你设置的。',
} satisfies TextsOf<typeof en>;
