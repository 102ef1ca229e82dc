import type en from '../en/theme';
import type { TextsOf } from '../texts';

export default {
  light: 'Claro',
  dark: 'Oscuro',
  contrast: 'Alto contraste',
  system: 'Como en este dispositivo',
} satisfies TextsOf<typeof en>;
