/** How the page stands with the server. */
export default {
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting…',
  offline: 'Offline — messages will be sent when you are back',
  ended: 'Your session has ended. What you have written is kept. <again>Sign in again</again>',
  connected: 'Connected',
  connectedIn: 'Connected, {milliseconds, number} ms',
  connectedSlowly: 'Connected, in a slower way: this network blocks the usual one',
  nowConnecting: 'Connecting',
  nowReconnecting: 'Reconnecting',
  nowOffline: 'Offline',
  signedOut: 'Signed out',
} as const;
