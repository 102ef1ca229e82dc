import type en from '../en/theme';
import type { TextsOf } from '../texts';

export default {
  light: '浅色',
  dark: '深色',
  contrast: '高对比度',
  system: '跟随此设备',
} satisfies TextsOf<typeof en>;
