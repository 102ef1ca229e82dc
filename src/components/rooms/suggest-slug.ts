/** The longest that `slug` of the contract allows. */
const SLUG_MAX = 48;

/** An address for a room of that name: accents dropped, the rest of what is not a letter or digit made a dash. */
export function suggestSlug(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_MAX)
    .replaceAll(/^-+|-+$/g, '');
}
