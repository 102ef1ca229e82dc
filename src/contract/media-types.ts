/** What can be attached: the one place that says so. */

export type AttachmentKind = 'image' | 'video' | 'audio' | 'file';

export interface MediaType {
  /** As it is served. */
  readonly mimeType: string;
  readonly kind: AttachmentKind;
  /** How files of it are named, without the dot; the first one is what a file without a name is given. */
  readonly extensions: readonly string[];
  /** What browsers also call it. */
  readonly aliases?: readonly string[];
}

const OFFICE = 'application/vnd.openxmlformats-officedocument.';
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument.';

export const MEDIA_TYPES: readonly MediaType[] = [
  { mimeType: 'image/jpeg', kind: 'image', extensions: ['jpg', 'jpeg', 'jfif'], aliases: ['image/jpg', 'image/pjpeg'] },
  { mimeType: 'image/png', kind: 'image', extensions: ['png'], aliases: ['image/x-png'] },
  { mimeType: 'image/gif', kind: 'image', extensions: ['gif'] },
  { mimeType: 'image/webp', kind: 'image', extensions: ['webp'] },
  { mimeType: 'image/avif', kind: 'image', extensions: ['avif'] },
  { mimeType: 'video/mp4', kind: 'video', extensions: ['mp4', 'm4v'], aliases: ['video/x-m4v'] },
  { mimeType: 'video/webm', kind: 'video', extensions: ['webm'] },
  { mimeType: 'audio/webm', kind: 'audio', extensions: ['weba', 'webm'] },
  { mimeType: 'audio/mpeg', kind: 'audio', extensions: ['mp3'], aliases: ['audio/mp3'] },
  {
    mimeType: 'audio/ogg',
    kind: 'audio',
    extensions: ['ogg', 'oga', 'opus'],
    aliases: ['audio/opus', 'application/ogg'],
  },
  {
    mimeType: 'audio/wav',
    kind: 'audio',
    extensions: ['wav'],
    aliases: ['audio/x-wav', 'audio/wave', 'audio/vnd.wave'],
  },
  { mimeType: 'audio/mp4', kind: 'audio', extensions: ['m4a', 'mp4'], aliases: ['audio/x-m4a', 'audio/m4a'] },
  { mimeType: 'application/pdf', kind: 'file', extensions: ['pdf'] },
  { mimeType: `${OFFICE}wordprocessingml.document`, kind: 'file', extensions: ['docx'] },
  { mimeType: `${OFFICE}spreadsheetml.sheet`, kind: 'file', extensions: ['xlsx'] },
  { mimeType: `${OFFICE}presentationml.presentation`, kind: 'file', extensions: ['pptx'] },
  { mimeType: `${OPEN_DOCUMENT}text`, kind: 'file', extensions: ['odt'] },
  { mimeType: `${OPEN_DOCUMENT}spreadsheet`, kind: 'file', extensions: ['ods'] },
  { mimeType: `${OPEN_DOCUMENT}presentation`, kind: 'file', extensions: ['odp'] },
  {
    mimeType: 'text/plain',
    kind: 'file',
    extensions: ['txt', 'md', 'csv', 'log', 'json'],
    aliases: ['text/markdown', 'text/csv', 'text/x-log', 'application/json'],
  },
  {
    mimeType: 'application/zip',
    kind: 'file',
    extensions: ['zip'],
    aliases: ['application/x-zip-compressed', 'application/x-zip'],
  },
];

/** What browsers say of a file they know nothing about. */
const UNKNOWN = new Set(['', 'application/octet-stream']);

/** The type that both a file's name and what its sender says of it stand for; null if nothing may be attached as that. */
export function mediaTypeOf({ filename, mimeType }: { filename: string; mimeType: string }): MediaType | null {
  const extension = /\.([^.]+)$/.exec(filename)?.[1]?.toLowerCase() ?? '';
  const said = mimeType.split(';')[0]?.trim().toLowerCase() ?? '';
  return (
    MEDIA_TYPES.find(
      (type) =>
        type.extensions.includes(extension) &&
        (UNKNOWN.has(said) || type.mimeType === said || type.aliases?.includes(said)),
    ) ?? null
  );
}
