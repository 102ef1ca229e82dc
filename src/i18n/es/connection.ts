import type en from '../en/connection';
import type { TextsOf } from '../texts';

export default {
  connecting: 'Conectando…',
  reconnecting: 'Reconectando…',
  offline: 'Sin conexión: los mensajes se enviarán cuando vuelvas a estar en línea',
  ended: 'Tu sesión ha terminado. Lo que has escrito se conserva. <again>Iniciar sesión de nuevo</again>',
  connected: 'Conexión establecida',
  connectedIn: 'Conexión establecida, {milliseconds, number} ms',
  connectedSlowly: 'Conexión por una vía más lenta: esta red bloquea la habitual',
  nowConnecting: 'Conectando',
  nowReconnecting: 'Reconectando',
  nowOffline: 'Sin conexión',
  signedOut: 'Sesión cerrada',
} satisfies TextsOf<typeof en>;
