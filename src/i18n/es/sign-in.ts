import type signIn from '../en/sign-in';
import type { TextsOf } from '../texts';

export default {
  signIn: 'Iniciar sesión',
  newHere: '¿Es tu primera vez aquí? <link>Crear una cuenta</link>',
  createAccount: 'Crear una cuenta',
  create: 'Crear cuenta',
  haveOne: '¿Ya tienes una? <link>Iniciar sesión</link>',
  login: 'Nombre de usuario o correo electrónico',
  password: 'Contraseña',
  show: 'Mostrar',
  hide: 'Ocultar',
  enterBoth: 'Introduce tu nombre de usuario o correo electrónico y tu contraseña.',
  wrong: 'El nombre de usuario o la contraseña no son correctos.',
  limited: 'Demasiados intentos. Espera {wait}.',
  unavailable: 'No se ha podido iniciar sesión. Inténtalo de nuevo en un momento.',
  name: 'Nombre',
  nameHint: 'Lo que ven los demás.',
  username: 'Nombre de usuario',
  usernameHint: 'Letras, cifras, puntos, guiones y guiones bajos.',
  email: 'Correo electrónico',
  passwordHint: 'Al menos 8 caracteres.',
  description: 'Conversaciones que siguen el ritmo.',
  disabled: 'Esta cuenta está desactivada. Pregunta a quien gestiona este chat.',
} satisfies TextsOf<typeof signIn>;
