import type en from '../en/connection';
import type { TextsOf } from '../texts';

export default {
  connecting: '正在连接…',
  reconnecting: '正在重新连接…',
  offline: '离线 — 恢复连接后会发送消息',
  ended: '会话已结束。你写的内容已保留。 <again>重新登录</again>',
  connected: '已连接',
  connectedIn: '已连接，{milliseconds, number} 毫秒',
  connectedSlowly: '已通过较慢的方式连接：此网络屏蔽了常用方式',
  nowConnecting: '正在连接',
  nowReconnecting: '正在重新连接',
  nowOffline: '离线',
  signedOut: '已退出登录',
} satisfies TextsOf<typeof en>;
