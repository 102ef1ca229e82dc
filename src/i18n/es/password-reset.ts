import type en from '../en/password-reset';
import type { TextsOf } from '../texts';

export default {
  title: 'Poner una contraseña nueva',
  explains: 'El enlace sirve una vez. Después entras con la contraseña nueva.',
  set: 'Poner contraseña',
  noLink: 'Este enlace no sirve, o ya no sirve. Pide otro a quien lleva este chat.',
  isSet: 'Tu contraseña está puesta.',
  signIn: 'Entrar',
} satisfies TextsOf<typeof en>;
