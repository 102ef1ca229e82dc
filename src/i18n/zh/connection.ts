import type en from '../en/connection';
import type { TextsOf } from '../texts';

export default {
  connecting: '正在连接…',
  reconnecting: '正在重新连接…',
  offline: '离线 — 恢复连接后会发送消息',
  ended: '会话已结束。你写的内容已保留。 <again>重新登录</again>',
} satisfies TextsOf<typeof en>;
