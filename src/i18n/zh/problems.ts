import type problems from '../en/problems';
import type { TextsOf } from '../texts';

export default {
  empty: '不能为空。',
  nameLong: '最多 80 个字符。',
  controlCharacters: '不能包含控制字符。',
  username: '须为 2 到 32 个字母（a–z）、数字、点、连字符或下划线。',
  usernameTaken: '此用户名已被占用。',
  slug: '须为 1 到 48 个字母（a–z）、数字或连字符。',
  email: '须为电子邮件地址。',
  emailTaken: '此电子邮件地址已有账号。',
  passwordShort: '至少 8 个字符。',
  passwordLong: '最多 200 个字符。',
  passwordWrong: '密码不正确。',
  textLong: '最多 10,000 个字符。',
  halfCharacter: '不能包含不完整的字符。',
  other: '填写的内容有误。',
} satisfies TextsOf<typeof problems>;
