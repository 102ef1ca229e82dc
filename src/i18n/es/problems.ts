import type problems from '../en/problems';
import type { TextsOf } from '../texts';

export default {
  empty: 'No puede estar vacío.',
  nameLong: 'Puede tener como máximo 80 caracteres.',
  controlCharacters: 'No puede contener caracteres de control.',
  username: 'Debe tener entre 2 y 32 letras (a–z), cifras, puntos, guiones o guiones bajos.',
  usernameTaken: 'Este nombre de usuario ya está en uso.',
  slug: 'Debe tener entre 1 y 48 letras (a–z), cifras o guiones.',
  email: 'Debe ser una dirección de correo electrónico.',
  emailTaken: 'Ya hay una cuenta con esta dirección de correo electrónico.',
  passwordShort: 'Debe tener al menos 8 caracteres.',
  passwordLong: 'Puede tener como máximo 200 caracteres.',
  passwordWrong: 'La contraseña no es correcta.',
  textLong: 'Puede tener como máximo 10 000 caracteres.',
  halfCharacter: 'No puede contener caracteres a medias.',
  other: 'Hay algo que no es correcto.',
} satisfies TextsOf<typeof problems>;
