import { createReadStream } from 'node:fs';
import { fileTypeFromFile } from 'file-type';
import { AppError } from '~/server/app-error';

/** What the bytes of a type may also look like: containers do not say what is in them. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  'image/png': ['image/apng'],
  'video/mp4': ['video/x-m4v'],
  'audio/mp4': ['audio/x-m4a', 'video/mp4'],
  'audio/webm': ['video/webm'],
  'audio/wav': ['audio/vnd.wave', 'audio/x-wav'],
};

const OFFICE = /^application\/vnd\.(openxmlformats-officedocument|oasis\.opendocument)\./;
const ZIP = 'application/zip';

/** Refuses with `UNSUPPORTED_MEDIA` unless the bytes of the file are of the type. */
export async function checkType(path: string, mimeType: string): Promise<void> {
  if (mimeType === 'text/plain') return checkText(path);
  const found = (await fileTypeFromFile(path).catch(unlessSystem))?.mime.split(';')[0] ?? null;
  if (found === mimeType || (found && ALSO[mimeType]?.includes(found))) return;
  // Both are downloads, and one is made of the other.
  if (found === ZIP && OFFICE.test(mimeType)) return;
  if (found && OFFICE.test(found) && mimeType === ZIP) return;
  throw new AppError('UNSUPPORTED_MEDIA', 'The file is not what its name says, or it is damaged.');
}

/** What ends too soon or contradicts itself is of no type; a disk that cannot be read says nothing of the file. */
function unlessSystem(error: NodeJS.ErrnoException): undefined {
  if (error.syscall) throw error;
}

/** Control characters that no text has: not tab, line feed, vertical tab, form feed, carriage return, escape. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what they are
const BINARY = /[\0-\x08\x0e-\x1a\x1c-\x1f]/;
/** A tag, a comment, a declaration: what makes a browser take a text for a page. */
const MARKUP = /^\s*<[a-z!?/]/i;

async function checkText(path: string): Promise<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let beginning = '';
  const check = (text: string) => {
    if (BINARY.test(text)) throw new AppError('UNSUPPORTED_MEDIA', 'The file is not text, though its name says so.');
    // Blanks do not hide what comes after them.
    if (beginning.length < 64) beginning = (beginning + text).trimStart().slice(0, 64);
  };
  try {
    for await (const chunk of createReadStream(path)) check(decoder.decode(chunk as Buffer, { stream: true }));
    check(decoder.decode());
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new AppError('UNSUPPORTED_MEDIA', 'The text is not in UTF-8. Save it as UTF-8 and attach it again.');
  }
  if (MARKUP.test(beginning)) {
    throw new AppError('UNSUPPORTED_MEDIA', 'Web pages and drawings (HTML, SVG, XML) cannot be attached.');
  }
}
