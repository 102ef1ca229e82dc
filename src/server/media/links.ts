import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { LinkMaker, LinkTarget, Variant } from '~/server/models/links';

/** Makes links, and knows them again. */
export interface Links extends LinkMaker {
  /** What a request's path and query were signed for; null when they were not, or when their time is over. */
  check(url: string): LinkTarget | null;
}

export interface LinksOptions {
  readonly secret: string;
  readonly now: () => Date;
}

/**
 * Seconds within which links to the same are the same, so that a browser finds what it holds; each lives once to twice
 * as long. Avatars are on every page and nobody's secret.
 */
const STEP: Record<Variant, number> = { file: 300, thumbnail: 300, avatar: 86_400 };

const LINK =
  /^\/api\/media\/([0-9a-f]{24})\/(file|thumbnail|avatar)\?for=([0-9a-f]{24})&until=(\d{1,11})&sig=([\w-]{43})$/;

/** Signs links with a key of their own, derived from the secret: no other signature made with it passes for one. */
export function createLinks({ secret, now }: LinksOptions): Links {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'confab media links', 32));
  const seconds = () => Math.floor(now().getTime() / 1000);

  function signed({ uploadId, variant, viewerId }: LinkTarget, until: number): string {
    const claim = `/api/media/${uploadId}/${variant}?for=${viewerId}&until=${until}`;
    return `${claim}&sig=${createHmac('sha256', key).update(claim).digest('base64url')}`;
  }

  return {
    linkTo(target) {
      const step = STEP[target.variant];
      const until = (Math.floor(seconds() / step) + 2) * step;
      return { url: signed(target, until), expiresAt: new Date(until * 1000).toISOString() };
    },

    check(url) {
      const [, uploadId, variant, viewerId, until] = LINK.exec(url) ?? [];
      if (!uploadId || !variant || !viewerId || !until) return null;
      const target = { uploadId, variant: variant as Variant, viewerId };
      const right = Buffer.from(signed(target, Number(until)));
      const given = Buffer.from(url);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
      return Number(until) > seconds() ? target : null;
    },
  };
}
