import type en from '../en/install';
import type { TextsOf } from '../texts';

export default {
  description: 'Conversaciones que siguen tu ritmo.',
  rooms: 'Salas',
  search: 'Buscar',
  update: 'Hay una versión nueva lista.',
  missing: 'No se pudo cargar una parte de Confab. Puede que haya una versión nueva.',
  reload: 'Recargar',
  later: 'Más tarde',
  offlineTitle: 'Estás sin conexión',
  offline: 'Este dispositivo no tiene nada guardado que mostrar. Conéctate a una red e inténtalo de nuevo.',
} satisfies TextsOf<typeof en>;
