import { LinkifyIt } from 'linkify-it';

export interface Link {
  readonly start: number;
  readonly end: number;
  readonly href: string;
}

/** Web and mail addresses in a text, in order. */
export type FindLinks = (text: string) => readonly Link[];

const linkify = new LinkifyIt().add('ftp:', null).add('//', null);

/** Whatever is recognised, only these are ever followed. */
const FOLLOWED = /^(?:https?:\/\/|mailto:)/i;

export const linksIn: FindLinks = (text) =>
  (linkify.match(text) ?? [])
    .filter((match) => FOLLOWED.test(match.url))
    .map((match) => ({ start: match.index, end: match.lastIndex, href: match.url }));
