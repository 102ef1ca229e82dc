/** How the page stands with the server. */
export default {
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting…',
  offline: 'Offline — messages will be sent when you are back',
  ended: 'Your session has ended. What you have written is kept. <again>Sign in again</again>',
} as const;
