import type { Conversation } from '~/contract/conversation';
import type { User } from '~/contract/user';

/**
 * Seconds that a fresh link to the same picture may outlive the one held without taking its place: less than the shortest
 * life of a fresh one, so that what is kept has life left.
 */
const KEPT_S = 43_200;

/** The link held, if it shows the same picture for about as long: another signature is no news to anybody. */
export function keptLink(held: string | null, fresh: string | null): string | null {
  if (held === null || fresh === null || held === fresh) return fresh;
  const isSame = pictureOf(held) === pictureOf(fresh);
  return isSame && endOf(fresh) - endOf(held) < KEPT_S ? held : fresh;
}

/** The person held, if nothing is new of them. */
export function keptUser(held: User | undefined, fresh: User): User {
  if (held?.id !== fresh.id) return fresh;
  const avatarUrl = keptLink(held.avatarUrl, fresh.avatarUrl);
  const isSame = held.name === fresh.name && held.username === fresh.username && held.avatarUrl === avatarUrl;
  return isSame ? held : { ...fresh, avatarUrl };
}

/** The conversation with the links held, where they are as good. */
export function withKeptLinks(held: Conversation | undefined, fresh: Conversation): Conversation {
  if (!held) return fresh;
  const avatarUrl = keptLink(held.avatarUrl, fresh.avatarUrl);
  return { ...fresh, avatarUrl, peer: fresh.peer && keptUser(held.peer ?? undefined, fresh.peer) };
}

/** When the link to a person's picture ends, in milliseconds since 1970; never without a picture. */
export function linkEndsAt(url: string | null): number {
  return url === null ? Number.POSITIVE_INFINITY : endOf(url) * 1000;
}

function pictureOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}

/** In seconds since 1970; `NaN` for a link that does not say. */
function endOf(url: string): number {
  return Number(new URLSearchParams(url.slice(url.indexOf('?'))).get('until') ?? Number.NaN);
}
