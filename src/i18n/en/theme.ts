/** What colours the page has. */
export default {
  light: 'Light',
  dark: 'Dark',
  contrast: 'High contrast',
  system: 'As on this device',
} as const;
