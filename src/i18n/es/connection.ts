import type en from '../en/connection';
import type { TextsOf } from '../texts';

export default {
  connecting: 'Conectando…',
  reconnecting: 'Reconectando…',
  offline: 'Sin conexión: los mensajes se enviarán cuando vuelvas a estar en línea',
  ended: 'Tu sesión ha terminado. Lo que has escrito se conserva. <again>Iniciar sesión de nuevo</again>',
} satisfies TextsOf<typeof en>;
