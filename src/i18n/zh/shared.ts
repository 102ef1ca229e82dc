import type en from '../en/shared';
import type { TextsOf } from '../texts';

export default {
  tabs: '会话详情',
  about: '简介',
  media: '媒体',
  files: '文件',
  links: '链接',
  pins: '已固定',
  search: '在此搜索',
  noMedia: '在这里发送的图片和视频会显示在此处。',
  noFiles: '在这里发送的文档和语音消息会显示在此处。',
  noLinks: '在这里发送的网址会显示在此处。',
  noPins: '尚无固定的消息。想再次找到的内容，可从消息菜单中固定。',
  loading: '正在加载',
  failed: '无法加载。',
  more: '显示更多',
  show: '在会话中显示',
  open: '打开{name}',
} satisfies TextsOf<typeof en>;
