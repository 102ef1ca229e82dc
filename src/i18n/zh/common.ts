import type en from '../en/common';
import type { TextsOf } from '../texts';

export default {
  cancel: '取消',
  close: '关闭',
  save: '保存',
  retry: '重试',
  back: '返回',
  done: '完成',
  loading: '正在加载',
  online: '在线',
  you: '你',
  somebody: '某人',
  copied: '已复制',
  copyYourself: '请选中后复制',
} satisfies TextsOf<typeof en>;
