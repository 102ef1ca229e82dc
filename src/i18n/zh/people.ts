import type people from '../en/people';
import type { TextsOf } from '../texts';

export default {
  find: '查找用户',
  findByName: '按名称查找用户',
  found: '找到的用户',
  nobody: '没有其他人叫“{query}”。',
  hint: '输入你想联系的人的名称或用户名。',
  opening: '正在打开',
  chosen: '已选择的用户',
  remove: '移除 {name}',
  groupName: '群组名称',
  people: '成员',
  addLater: '之后还可以添加更多人。',
  createGroup: '创建群组',
  hereSince: '加入于 {date}',
  message: '发消息',
  block: '屏蔽',
  unblock: '取消屏蔽',
  blocked: '你已屏蔽 <bdi>{name}</bdi>。你们无法互发消息，也看不到对方是否在线。',
  seenNow: '刚刚在线',
  seenMinutes: '{minutes, plural, other {# 分钟前在线}}',
  seenToday: '今天 {time} 在线',
  seenYesterday: '昨天 {time} 在线',
  seenOn: '{date} 在线',
} satisfies TextsOf<typeof people>;
