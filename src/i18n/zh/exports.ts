import type en from '../en/exports';
import type { TextsOf } from '../texts';

export default {
  yourData: '你的数据',
  explains: '包含你的资料、会话、消息、回应和文件的存档。',
  make: '下载你的数据',
  begun: '下载已开始，可能需要一些时间。',
  reports: '你的举报',
  noReports: '你没有举报过任何内容。',
  administration: '管理',
} satisfies TextsOf<typeof en>;
