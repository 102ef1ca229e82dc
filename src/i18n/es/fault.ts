import type fault from '../en/fault';
import type { TextsOf } from '../texts';

export default {
  title: 'Algo ha salido mal',
  page: 'No se ha podido mostrar la página. Lo que has escrito se conserva en este dispositivo.',
  part: 'No se ha podido mostrar',
  partKept: 'Algo ha salido mal en esta página. Lo que has escrito se conserva.',
  notFound: 'No encontrado',
  nothingHere: 'No hay nada en esta dirección',
  mistyped: 'Puede que esté mal escrita, o que lo que había aquí ya no exista.',
  toConversations: 'Ir a tus conversaciones',
} satisfies TextsOf<typeof fault>;
