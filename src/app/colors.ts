/** The canvas of `globals.css` in both themes, for what surrounds the page and knows no `oklch`. */
export const CANVAS = { light: '#ffffff', dark: '#13151a' } as const;
