import type en from '../en/connection';
import type { TextsOf } from '../texts';

export default {
  connecting: 'Verbinde …',
  reconnecting: 'Verbinde neu …',
  offline: 'Offline – Nachrichten werden gesendet, sobald du wieder verbunden bist',
  ended: 'Deine Sitzung ist beendet. Was du geschrieben hast, bleibt erhalten. <again>Neu anmelden</again>',
  connected: 'Verbunden',
  connectedIn: 'Verbunden, {milliseconds, number} ms',
  connectedSlowly: 'Verbunden, auf einem langsameren Weg: Dieses Netz sperrt den üblichen',
  nowConnecting: 'Verbindung wird aufgebaut',
  nowReconnecting: 'Verbindung wird neu aufgebaut',
  nowOffline: 'Offline',
  signedOut: 'Abgemeldet',
} satisfies TextsOf<typeof en>;
