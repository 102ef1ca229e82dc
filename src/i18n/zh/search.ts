import type search from '../en/search';
import type { TextsOf } from '../texts';

export default {
  title: '搜索',
  inTitle: '在 {title} 中搜索',
  messages: '搜索消息',
  placeholder: '词语或词语的开头',
  searching: '正在搜索',
  failed: '搜索失败',
  none: '没有包含“{query}”的消息。',
  found: '找到的消息',
  more: '更多消息',
  where: '在 <bdi>{title}</bdi>',
} satisfies TextsOf<typeof search>;
