import { ATTACHMENTS_MAX, FILENAME_MAX } from '~/contract/limits';
import { MEDIA_TYPES, type MediaType, mediaTypeOf } from '~/contract/media-types';
import { fileSize } from './file-size';

export interface ChosenFile {
  readonly file: File;
  /** As it will be called: the server takes no other characters. */
  readonly filename: string;
  readonly type: MediaType;
}

export type RefusalReason = 'type' | 'large' | 'empty' | 'many';

export interface RefusedFile {
  readonly filename: string;
  readonly why: RefusalReason;
}

export interface Allowance {
  /** Files the message has already. */
  readonly held: number;
  /** Bytes of one file at most. */
  readonly maxBytes: number;
}

/** Which of these files a message can take, and which not and why. The server is still the judge. */
export function chooseFrom(files: readonly File[], { held, maxBytes }: Allowance) {
  const chosen: ChosenFile[] = [];
  const refused: RefusedFile[] = [];
  for (const file of files) {
    const filename = nameFor(file);
    const type = mediaTypeOf({ filename, mimeType: file.type });
    const why = reasonAgainst(file, type, { held: held + chosen.length, maxBytes });
    if (why !== null) refused.push({ filename, why });
    else if (type) chosen.push({ file, filename, type });
  }
  return { chosen, refused };
}

function reasonAgainst({ size }: File, type: MediaType | null, { held, maxBytes }: Allowance): RefusalReason | null {
  if (!type) return 'type';
  if (size === 0) return 'empty';
  if (size > maxBytes) return 'large';
  return held >= ATTACHMENTS_MAX ? 'many' : null;
}

/** Path separators, control characters, halves of characters, and what turns the direction of writing. */
const NOT_IN_NAMES = /[/\\\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A name the server takes. What has none, like a pasted picture, gets one, with the ending of its type. */
export function nameFor({ name, type }: Pick<File, 'name' | 'type'>): string {
  const clean = name.replaceAll(NOT_IN_NAMES, '_').trim();
  const base = /^\.*$/.test(clean) ? 'file' : clean;
  return shortened(/\.[^.]+$/.test(base) ? base : base + endingOf(type));
}

function endingOf(mimeType: string): string {
  const said = mimeType.split(';')[0]?.trim().toLowerCase() ?? '';
  const known = MEDIA_TYPES.find((type) => type.mimeType === said || type.aliases?.includes(said));
  return known ? `.${known.extensions[0]}` : '';
}

/** Keeps the ending, by which the type is told. */
function shortened(name: string): string {
  if (name.length <= FILENAME_MAX) return name;
  const ending = /\.[^.]{1,20}$/.exec(name)?.[0] ?? '';
  const kept = name.slice(0, FILENAME_MAX - ending.length);
  return kept.replace(/\p{Cs}$/u, '') + ending;
}

/** Names of files said in one sentence; more are counted. */
const NAMED_MAX = 3;

/** Why files were not taken, in sentences; null if all were. */
export function refusalWords(refused: readonly RefusedFile[], maxBytes: number): string | null {
  const sentences = REASONS.flatMap((why) => {
    const names = refused.filter((file) => file.why === why).map(({ filename }) => filename);
    return names.length > 0 ? [SENTENCES[why]({ names: listed(names), count: names.length, maxBytes })] : [];
  });
  return sentences.length > 0 ? sentences.join(' ') : null;
}

const REASONS: readonly RefusalReason[] = ['type', 'large', 'empty', 'many'];

interface Refused {
  readonly names: string;
  readonly count: number;
  readonly maxBytes: number;
}

const SENTENCES: Record<RefusalReason, (refused: Refused) => string> = {
  type: ({ names }) => `${names} cannot be sent: only pictures, films, sound, documents and ZIP archives can.`,
  large: ({ names, count, maxBytes }) => `${names} ${count > 1 ? 'are' : 'is'} larger than ${fileSize(maxBytes)}.`,
  empty: ({ names, count }) => `${names} ${count > 1 ? 'are' : 'is'} empty.`,
  many: ({ names, count }) =>
    `A message takes ${ATTACHMENTS_MAX} files; ${names} ${count > 1 ? 'were' : 'was'} left out.`,
};

function listed(names: readonly string[]): string {
  const said = names.slice(0, NAMED_MAX).map((name) => `“${name}”`);
  const more = names.length - said.length;
  return new Intl.ListFormat(undefined, { type: 'conjunction' }).format(more > 0 ? [...said, `${more} more`] : said);
}
