import type en from '../en/password-reset';
import type { TextsOf } from '../texts';

export default {
  title: '设置新密码',
  explains: '此链接只能使用一次。之后请用新密码登录。',
  set: '设置密码',
  noLink: '此链接无效或已失效。请向此聊天的运营者索取新链接。',
  isSet: '密码已设置。',
  signIn: '登录',
} satisfies TextsOf<typeof en>;
