import type emoji from '../en/emoji';
import type { TextsOf } from '../texts';

export default {
  emojis: '表情',
  notLoaded: '无法加载表情。',
  loading: '正在加载表情',
  find: '查找表情',
  kinds: '表情分类',
  found: '找到的表情',
  none: '没有这样的表情。',
  Recent: '最近使用',
  Smileys: '笑脸',
  People: '人物',
  Nature: '自然',
  Food: '食物',
  Travel: '旅行',
  Activities: '活动',
  Objects: '物品',
  Symbols: '符号',
  Flags: '旗帜',
} satisfies TextsOf<typeof emoji>;
