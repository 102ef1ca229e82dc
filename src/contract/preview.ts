import type { AttachmentKind } from './media-types';

/** Characters (UTF-16 units) of a message that a preview keeps at most. */
export const PREVIEW_MAX = 140;

/** The beginning of a text, for a list; never half a character. */
export function previewOf(text: string): string {
  if (text.length <= PREVIEW_MAX) return text;
  const lastUnit = text.charCodeAt(PREVIEW_MAX - 1);
  const splitsPair = lastUnit >= 0xd800 && lastUnit <= 0xdbff;
  return text.slice(0, splitsPair ? PREVIEW_MAX - 1 : PREVIEW_MAX);
}

/** A voice message is audio with a wave, as it was recorded for one. */
export type AttachedKind = AttachmentKind | 'voice';

/** What the files of a message are, in short: files of different kinds are files. */
export interface Attached {
  readonly kind: AttachedKind;
  readonly count: number;
}

interface Described {
  readonly kind: AttachmentKind;
  readonly wave?: readonly number[] | undefined;
}

/** Null without files. */
export function attachedOf(files: readonly Described[]): Attached | null {
  const [kind, ...others] = new Set(files.map(attachedKindOf));
  return kind ? { kind: others.length > 0 ? 'file' : kind, count: files.length } : null;
}

export function attachedKindOf({ kind, wave }: Described): AttachedKind {
  return kind === 'audio' && wave ? 'voice' : kind;
}
