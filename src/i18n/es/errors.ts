import type errors from '../en/errors';
import type { TextsOf } from '../texts';

export default {
  unreachable: 'No se ha podido contactar con el servidor. Comprueba tu conexión e inténtalo de nuevo.',
  unauthenticated: 'Tu sesión ha terminado. Vuelve a iniciar sesión para continuar.',
  rateLimited: 'Eso ha sido mucho de una vez. Inténtalo de nuevo dentro de {wait}.',
  unavailable: 'Algo no funciona en el servidor. Inténtalo de nuevo en un momento.',
  tooLarge: 'Es demasiado grande para enviarlo.',
  unsupportedMedia: 'No se pueden enviar archivos de este tipo.',
  blocked: 'No puedes contactar con esta persona.',
  forbidden: 'No tienes permiso para hacerlo.',
  notFound: 'Eso ya no existe.',
  conflict: 'Eso ya está en uso.',
  invalidInput: 'Hay algo que no es correcto.',
  notSent: 'No enviado',
  notSentNotMember: 'No enviado: no eres miembro de esta conversación',
  notSentGone: 'No enviado: un archivo o la conversación ya no existe',
  notSentBlocked: 'No enviado: no puedes contactar con esta persona',
  notSentTooLong: 'No enviado: demasiado largo',
  notSentTooLarge: 'No enviado: demasiado grande',
  notSentKind: 'No enviado: no se pueden enviar archivos de este tipo',
  notSentWhy: 'No enviado: {why}',
  notSentFileUsed: 'No enviado: un archivo ya forma parte de otro mensaje',
  notSentFileGone: 'No enviado: un archivo ya no está en este dispositivo',
  notSentSignedOut: 'No enviado: se cerró tu sesión',
  notDone:
    '{act, select, edit {No se ha cambiado} reaction {Reacción no aceptada} other {No se ha eliminado}}: {why, select, forbidden {no tienes permiso} notFound {el mensaje ya no existe} conflict {el mensaje cambió entretanto} blocked {no puedes contactar con esta persona} tooLarge {es demasiado} unauthenticated {se cerró tu sesión} other {el servidor no lo ha aceptado}}',
} satisfies TextsOf<typeof errors>;
