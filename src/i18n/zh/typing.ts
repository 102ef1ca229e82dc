import type typing from '../en/typing';
import type { TextsOf } from '../texts';

export default {
  several: '多人正在输入…',
  direct: '正在输入…',
  one: '{name} 正在输入…',
  two: '{first} 和 {second} 正在输入…',
} satisfies TextsOf<typeof typing>;
