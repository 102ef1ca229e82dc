import type signIn from '../en/sign-in';
import type { TextsOf } from '../texts';

export default {
  signIn: '登录',
  newHere: '第一次来？<link>创建账号</link>',
  createAccount: '创建账号',
  create: '创建账号',
  haveOne: '已有账号？<link>登录</link>',
  login: '用户名或电子邮件',
  password: '密码',
  show: '显示',
  hide: '隐藏',
  enterBoth: '请输入用户名或电子邮件以及密码。',
  wrong: '用户名或密码不正确。',
  limited: '尝试次数过多。请等待 {wait}。',
  unavailable: '登录未成功。请稍后重试。',
  name: '名称',
  nameHint: '其他人看到的名称。',
  username: '用户名',
  usernameHint: '字母、数字、点、连字符和下划线。',
  email: '电子邮件',
  passwordHint: '至少 8 个字符。',
  description: '跟得上你的会话。',
  disabled: '此账号已停用。请联系此聊天的管理者。',
} satisfies TextsOf<typeof signIn>;
