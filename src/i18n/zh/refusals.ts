import type refusals from '../en/refusals';
import type { TextsOf } from '../texts';

export default {
  presentPassword: '当前密码不正确。',
  noPerson: '没有此人。',
  notInRoom: '你不在此聊天室中。请先加入。',
  lastOwner: '请先将其他人设为所有者。',
  groupFull: '群组最多 {count} 位成员。请改为创建聊天室。',
  noRoom: '没有名为 {slug} 的聊天室。',
  roomTaken: '已有名为 {slug} 的聊天室。',
  messageDeleted: '此消息已被删除。',
  reactionsFull: '一条消息最多有 {count} 种表情回应。',
  pinsFull: '最多置顶 {count} 条消息。请先取消一条。',
  pinRights: '在聊天室中，只有管理员和所有者可以置顶消息。',
  fileLarge: '文件最大 {size}。',
  quotaFull: '你的文件总共可占 {size}。请删除带文件的消息以腾出空间。',
  fileKind: '无法添加此类文件。',
  fileDamaged: '文件内容与名称不符，或已损坏。',
  fileMarkup: '无法添加网页和矢量图（HTML、SVG、XML）。',
  fileEncoding: '文本不是 UTF-8 编码。请保存为 UTF-8 后重新添加。',
  pictureLarge: '图片过大：最多显示 {count} 百万像素。',
  pictureKind: '无法添加此类图片。',
  pictureDamaged: '无法读取图片，可能已损坏。',
  ofFile: '{filename}：{words}',
} satisfies TextsOf<typeof refusals>;
