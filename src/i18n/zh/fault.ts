import type fault from '../en/fault';
import type { TextsOf } from '../texts';

export default {
  title: '出了点问题',
  page: '无法显示此页面。你写的内容已保留在此设备上。',
  part: '无法显示此内容',
  partKept: '此页面出了点问题。你写的内容已保留。',
  notFound: '未找到',
  nothingHere: '此地址没有内容',
  mistyped: '地址可能输错了，或者这里的内容已不存在。',
  toConversations: '前往你的会话',
} satisfies TextsOf<typeof fault>;
