import type system from '../en/system';
import type { TextsOf } from '../texts';

export default {
  started: '{who, select, me {你开始了会话} other {<bdi>{name}</bdi> 开始了会话}}',
  createdGroup: '{who, select, me {你创建了群组} other {<bdi>{name}</bdi> 创建了群组}}',
  createdRoom: '{who, select, me {你创建了聊天室} other {<bdi>{name}</bdi> 创建了聊天室}}',
  joined: '{who, select, me {你加入了} other {<bdi>{name}</bdi> 加入了}}',
  left: '{who, select, me {你退出了} other {<bdi>{name}</bdi> 退出了}}',
  added:
    '{who, select, me {你添加了 {whom, select, me {自己} other {<bdi>{target}</bdi>}}} other {<bdi>{name}</bdi> 添加了 {whom, select, me {你} other {<bdi>{target}</bdi>}}}}',
  removed:
    '{who, select, me {你移除了 {whom, select, me {自己} other {<bdi>{target}</bdi>}}} other {<bdi>{name}</bdi> 移除了 {whom, select, me {你} other {<bdi>{target}</bdi>}}}}',
  madeOwner:
    '{who, select, me {你将{whom, select, me {自己} other {<bdi>{target}</bdi>}} 设为所有者} other {<bdi>{name}</bdi> 将{whom, select, me {你} other {<bdi>{target}</bdi>}} 设为所有者}}',
  madeAdmin:
    '{who, select, me {你将{whom, select, me {自己} other {<bdi>{target}</bdi>}} 设为管理员} other {<bdi>{name}</bdi> 将{whom, select, me {你} other {<bdi>{target}</bdi>}} 设为管理员}}',
  madeMember:
    '{who, select, me {你将{whom, select, me {自己} other {<bdi>{target}</bdi>}} 设为普通成员} other {<bdi>{name}</bdi> 将{whom, select, me {你} other {<bdi>{target}</bdi>}} 设为普通成员}}',
  renamed:
    '{who, select, me {你将{kind, select, room {聊天室} other {群组}}重命名为“<bdi>{title}</bdi>”} other {<bdi>{name}</bdi> 将{kind, select, room {聊天室} other {群组}}重命名为“<bdi>{title}</bdi>”}}',
  pinned: '{who, select, me {你置顶了一条消息} other {<bdi>{name}</bdi> 置顶了一条消息}}',
  unpinned: '{who, select, me {你取消了一条消息的置顶} other {<bdi>{name}</bdi> 取消了一条消息的置顶}}',
  retention:
    '{who, select, me {你设置了此处的消息在 {days, plural, other {# 天}}后删除} other {<bdi>{name}</bdi> 设置了此处的消息在 {days, plural, other {# 天}}后删除}}',
  retentionEnded: '{who, select, me {你设置了保留此处的消息} other {<bdi>{name}</bdi> 设置了保留此处的消息}}',
} satisfies TextsOf<typeof system>;
