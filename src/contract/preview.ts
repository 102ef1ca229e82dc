/** Characters (UTF-16 units) of a message that a preview keeps at most. */
export const PREVIEW_MAX = 140;

/** The beginning of a text, for a list; never half a character. */
export function previewOf(text: string): string {
  if (text.length <= PREVIEW_MAX) return text;
  const lastUnit = text.charCodeAt(PREVIEW_MAX - 1);
  const splitsPair = lastUnit >= 0xd800 && lastUnit <= 0xdbff;
  return text.slice(0, splitsPair ? PREVIEW_MAX - 1 : PREVIEW_MAX);
}
