import type { Formats } from '~/components/app/formats';
import { ATTACHMENTS_MAX, FILENAME_MAX } from '~/contract/limits';
import { MEDIA_TYPES, type MediaType, mediaTypeOf } from '~/contract/media-types';
import type { Say } from '~/i18n/say';

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

interface RefusalSpeech {
  readonly t: Say<'media'>;
  readonly formats: Pick<Formats, 'fileSize' | 'list' | 'number'>;
}

/** Why files were not taken, in sentences. */
export function refusalWords(refused: readonly RefusedFile[], maxBytes: number, { t, formats }: RefusalSpeech): string {
  return REASONS.flatMap((why) => {
    const filenames = refused.filter((file) => file.why === why).map(({ filename }) => filename);
    return filenames.length > 0 ? [sentenceFor(why, filenames)] : [];
  }).join(' ');

  function sentenceFor(why: RefusalReason, filenames: readonly string[]): string {
    const names = listed(filenames, { t, formats });
    const count = filenames.length;
    switch (why) {
      case 'type':
        return t('refusedType', { names });
      case 'large':
        return t('refusedLarge', { names, count, size: formats.fileSize(maxBytes) });
      case 'empty':
        return t('refusedEmpty', { names, count });
      case 'many':
        return t('refusedMany', { names, count, max: formats.number(ATTACHMENTS_MAX) });
    }
  }
}

const REASONS: readonly RefusalReason[] = ['type', 'large', 'empty', 'many'];

function listed(names: readonly string[], { t, formats }: RefusalSpeech): string {
  const said = names.slice(0, NAMED_MAX).map((name) => t('quoted', { name }));
  const more = names.length - said.length;
  return formats.list(more > 0 ? [...said, t('more', { count: more })] : said);
}
