import type en from '../en/toast';
import type { TextsOf } from '../texts';

export default {
  region: '提示',
  undo: '撤销',
  dismiss: '关闭',
  deleted: '消息已删除',
  hidden: '已为你删除消息',
  copied: '已复制',
  archived: '会话已归档',
  unarchived: '会话已移回列表',
  muted: '会话已静音',
  unmuted: '会话已取消静音',
  pinned: '会话已置顶',
  unpinned: '会话已取消置顶',
  left: '你已退出{title}',
  failed: '操作失败，请重试。',
} satisfies TextsOf<typeof en>;
