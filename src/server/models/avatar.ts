import type { Id } from '~/contract/primitives';
import type { LinkMaker } from './links';

/** Where a viewer finds the picture of a person or a conversation; null without one. */
export function avatarUrl(
  avatarId: { toString(): string } | null | undefined,
  viewerId: Id,
  links: LinkMaker,
): string | null {
  return avatarId ? links.linkTo({ uploadId: avatarId.toString(), variant: 'avatar', viewerId }).url : null;
}
