import type en from '../en/install';
import type { TextsOf } from '../texts';

export default {
  description: '跟得上的对话。',
  rooms: '房间',
  search: '搜索',
  update: '新版本已就绪。',
  missing: 'Confab 的一部分无法加载，可能已有新版本。',
  reload: '重新加载',
  later: '稍后',
  offlineTitle: '你已离线',
  offline: '此设备上暂时没有可显示的内容。请连接网络后重试。',
} satisfies TextsOf<typeof en>;
