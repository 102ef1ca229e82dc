import type en from '../en/theme';
import type { TextsOf } from '../texts';

export default {
  light: 'Hell',
  dark: 'Dunkel',
  contrast: 'Hoher Kontrast',
  system: 'Wie auf diesem Gerät',
} satisfies TextsOf<typeof en>;
