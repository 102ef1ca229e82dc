/** 24 URL-safe characters of 18 random bytes. `getRandomValues` also works where the page came over plain HTTP. */
export function mintClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(18));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_');
}
