import type refusals from '../en/refusals';
import type { TextsOf } from '../texts';

export default {
  presentPassword: 'Esa no es tu contraseña actual.',
  noPerson: 'Esa persona no existe.',
  notInRoom: 'No estás en esta sala. Únete primero.',
  lastOwner: 'Primero haz titular a otra persona.',
  groupFull: 'Un grupo tiene como máximo {count} miembros. Crea una sala.',
  noRoom: 'No existe ninguna sala llamada {slug}.',
  roomTaken: 'Ya existe una sala llamada {slug}.',
  messageDeleted: 'Este mensaje se ha eliminado.',
  reactionsFull: 'Un mensaje tiene como máximo {count} reacciones distintas.',
  pinsFull: 'Como máximo se fijan {count} mensajes. Deja de fijar uno primero.',
  pinRights: 'En una sala, solo titulares y admins fijan mensajes.',
  fileLarge: 'Un archivo puede ocupar como máximo {size}.',
  quotaFull: 'Tus archivos pueden ocupar {size} en total. Elimina mensajes con archivos para hacer sitio.',
  fileKind: 'No se pueden adjuntar archivos de este tipo.',
  fileDamaged: 'El archivo no es lo que dice su nombre, o está dañado.',
  fileMarkup: 'No se pueden adjuntar páginas web ni dibujos (HTML, SVG, XML).',
  fileEncoding: 'El texto no está en UTF-8. Guárdalo como UTF-8 y vuelve a adjuntarlo.',
  pictureLarge: 'La imagen es demasiado grande: se muestran como máximo {count} millones de píxeles.',
  pictureKind: 'No se pueden adjuntar imágenes de este tipo.',
  pictureDamaged: 'La imagen no se puede leer; puede que esté dañada.',
  ofFile: '{filename}: {words}',
} satisfies TextsOf<typeof refusals>;
