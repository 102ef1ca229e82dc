import type people from '../en/people';
import type { TextsOf } from '../texts';

export default {
  find: 'Buscar personas',
  findByName: 'Buscar personas por nombre',
  found: 'Personas encontradas',
  nobody: 'Nadie más se llama «{query}».',
  hint: 'Escribe el nombre o el nombre de usuario de la persona a quien quieras escribir.',
  opening: 'Abriendo',
  chosen: 'Personas elegidas',
  remove: 'Quitar a {name}',
  groupName: 'Nombre del grupo',
  people: 'Personas',
  addLater: 'Se pueden añadir más personas después.',
  createGroup: 'Crear grupo',
  hereSince: 'Aquí desde el {date}',
  message: 'Enviar mensaje',
  block: 'Bloquear',
  unblock: 'Desbloquear',
  blocked: 'Has bloqueado a <bdi>{name}</bdi>. No podéis escribiros ni ver cuándo está en línea la otra persona.',
  seenNow: 'Última vez hace un momento',
  seenMinutes:
    '{minutes, plural, one {Última vez hace un minuto} many {Última vez hace # de minutos} other {Última vez hace # minutos}}',
  seenToday: 'Última vez hoy a las {time}',
  seenYesterday: 'Última vez ayer a las {time}',
  seenOn: 'Última vez el {date}',
} satisfies TextsOf<typeof people>;
