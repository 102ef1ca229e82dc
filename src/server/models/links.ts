import type { Id, Instant } from '~/contract/primitives';

/** What of an upload is asked for: the file itself, its small likeness, or the square that stands for somebody. */
export type Variant = 'file' | 'thumbnail' | 'avatar';

export interface LinkTarget {
  readonly uploadId: Id;
  readonly variant: Variant;
  /** For whom it is signed: nobody else's right to see the file is looked at when it is followed. */
  readonly viewerId: Id;
}

export interface Link {
  /** Root-relative. */
  readonly url: string;
  readonly expiresAt: Instant;
}

/** Where a reader finds a file. Links come from nowhere else. */
export interface LinkMaker {
  linkTo(target: LinkTarget): Link;
}
