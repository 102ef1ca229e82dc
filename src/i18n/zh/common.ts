import type en from '../en/common';
import type { TextsOf } from '../texts';

export default {
  cancel: '取消',
  close: '关闭',
  save: '保存',
  retry: '重试',
} satisfies TextsOf<typeof en>;
