import { chosenTheme } from '~/components/account/theme';

/** Whether the page is dark at the moment, chosen or by the device. */
export function isDarkNow(): boolean {
  const theme = chosenTheme();
  return theme === 'system' ? window.matchMedia('(prefers-color-scheme: dark)').matches : theme === 'dark';
}
