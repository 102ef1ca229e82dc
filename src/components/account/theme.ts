/** `contrast`: as light or as dark as the device, with everything told apart more strongly. */
export type Theme = 'light' | 'dark' | 'contrast' | 'system';

/** Read by the server for the first byte, so that a page never flashes in the wrong colours. */
export const THEME_COOKIE = 'theme';

const YEAR_SECONDS = 365 * 24 * 60 * 60;

/** What `<html data-theme>` must be; absent for the device's own. */
export function themeAttribute(cookie: string | undefined): Exclude<Theme, 'system'> | undefined {
  return cookie === 'light' || cookie === 'dark' || cookie === 'contrast' ? cookie : undefined;
}

export function chosenTheme(): Theme {
  return themeAttribute(document.documentElement.dataset.theme) ?? 'system';
}

export function chooseTheme(theme: Theme): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers we support.
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${theme === 'system' ? 0 : YEAR_SECONDS}; samesite=lax`;
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
