import type en from '../en/welcome';
import type { TextsOf } from '../texts';

export default {
  title: '欢迎使用 Confab，{name}',
  lead: '几步即可开始第一次聊天。',
  picture: '设置头像和名字',
  pictureHint: '让别人知道是谁在说话。',
  people: '查找联系人',
  peopleHint: '给已经在这里的人写消息。',
  rooms: '浏览房间',
  roomsHint: '房间对所有人开放。',
  invite: '邀请他人',
  inviteHint: '把注册链接发给他们。',
  copied: '链接已复制',
  copyByHand: '请选中并复制：{link}',
  done: '已完成',
  dismiss: '暂不',
  progress: '已完成 {done, number}/{all, number}',
} satisfies TextsOf<typeof en>;
