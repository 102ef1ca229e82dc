import type errors from '../en/errors';
import type { TextsOf } from '../texts';

export default {
  unreachable: '无法连接到服务器。请检查网络后重试。',
  unauthenticated: '会话已结束。请重新登录以继续。',
  rateLimited: '操作过于频繁。请在 {wait}后重试。',
  unavailable: '服务器暂时有问题。请稍后重试。',
  tooLarge: '内容过大，无法发送。',
  unsupportedMedia: '无法发送此类文件。',
  blocked: '你无法联系此人。',
  forbidden: '你没有权限执行此操作。',
  notFound: '该内容已不存在。',
  conflict: '已被占用。',
  invalidInput: '填写的内容有误。',
  notSent: '未发送',
  notSentNotMember: '未发送：你不是此会话的成员',
  notSentGone: '未发送：文件或会话已不存在',
  notSentBlocked: '未发送：你无法联系此人',
  notSentTooLong: '未发送：内容过长',
  notSentTooLarge: '未发送：文件过大',
  notSentKind: '未发送：无法发送此类文件',
  notSentWhy: '未发送：{why}',
  notSentFileUsed: '未发送：有文件已属于另一条消息',
  notSentFileGone: '未发送：有文件已不在此设备上',
  notSentSignedOut: '未发送：你已退出登录',
  notDone:
    '{act, select, edit {未修改} reaction {表情回应未被接受} other {未删除}}：{why, select, forbidden {你没有权限} notFound {消息已不存在} conflict {消息在此期间已更改} blocked {你无法联系此人} tooLarge {数量过多} unauthenticated {你已退出登录} other {服务器未接受}}',
} satisfies TextsOf<typeof errors>;
