import type en from '../en/webhooks';
import type { TextsOf } from '../texts';

export default {
  title: 'Webhooks',
  hint: 'Los programas escriben en esta conversación o se enteran de lo que se escribe en ella. Un webhook se detiene cuando quien lo creó deja de ser propietario o administrador.',
  none: 'Todavía no hay ninguno.',
  list: 'Webhooks de esta conversación',
  new: 'Nuevo webhook',
  incoming: 'Los programas escriben aquí',
  outgoing: 'Avisa a otro programa',
  direction: 'Qué hace',
  name: 'Nombre',
  nameHint: 'Los mensajes del webhook aparecen con este nombre.',
  nameExample: 'Servidor de compilación',
  url: 'Dirección a la que se envía',
  create: 'Crear webhook',
  copyNow: 'Copia el secreto ahora.',
  shownOnce: 'No se volverá a mostrar.',
  secret: 'Secreto',
  address: 'Dirección',
  copySecret: 'Copiar el secreto',
  copyAddress: 'Copiar la dirección',
  rotate: 'Nuevo secreto',
  rotateNamed: 'Nuevo secreto para {name}',
  remove: 'Quitar',
  removeNamed: 'Quitar {name}',
  keep: 'Conservar',
  neverUsed: 'nunca usado',
  lastUsed: 'usado por última vez {date}',
  stopped: 'Detenido: quien lo creó ya no es propietario ni administrador. Con un nuevo secreto pasa a tu nombre.',
  failing:
    '{fault, select, unreachable {No se puede llegar a la dirección.} timeout {La dirección no respondió a tiempo.} forbiddenAddress {Los webhooks no pueden enviar a esta dirección.} other {La dirección respondió con el estado {status}.}} {attempts, plural, one {Un intento} many {# de intentos} other {# intentos}}, el último {date}.',
  givenUp:
    '{count, plural, one {Se desistió de # mensaje.} many {Se desistió de # de mensajes.} other {Se desistió de # mensajes.}}',
} satisfies TextsOf<typeof en>;
