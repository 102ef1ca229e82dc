import { LinkifyIt } from 'linkify-it';

interface Link {
  readonly start: number;
  readonly end: number;
  readonly href: string;
}

const linkify = new LinkifyIt().add('ftp:', null).add('//', null);

/** Whatever is recognised, only these are ever followed. */
const FOLLOWED = /^(?:https?:\/\/|mailto:)/i;

/** Web and mail addresses in a text, in order. */
export function linksIn(text: string): Link[] {
  return (linkify.match(text) ?? [])
    .filter((match) => FOLLOWED.test(match.url))
    .map((match) => ({ start: match.index, end: match.lastIndex, href: match.url }));
}
