import type en from '../en/theme';
import type { TextsOf } from '../texts';

export default {
  light: 'فاتح',
  dark: 'داكن',
  contrast: 'تباين عالٍ',
  system: 'كما في هذا الجهاز',
} satisfies TextsOf<typeof en>;
