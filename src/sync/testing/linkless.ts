/** The same without links, which differ from one reading to the next; who they are for and of what is kept. */
export function linkless<T>(value: T): T {
  return plain(value) as T;
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [key, plain(one)]));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== 'expiresAt');
  return Object.fromEntries(kept.map(([key, one]) => [key, isLink(key, one) ? one.split('?', 1)[0] : plain(one)]));
}

function isLink(key: string, value: unknown): value is string {
  return ['url', 'thumbnailUrl', 'avatarUrl'].includes(key) && typeof value === 'string';
}
