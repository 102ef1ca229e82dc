import { AppError } from '~/server/app-error';

type Part = Date | string;

/** A keyset cursor: where the page before ended, opaque to callers. */
export function encodeCursor(parts: readonly Part[]): string {
  const plain = parts.map((part) => (part instanceof Date ? part.toISOString() : part));
  return Buffer.from(JSON.stringify(plain)).toString('base64url');
}

type Parts<K extends readonly ('date' | 'id' | 'text')[]> = {
  -readonly [I in keyof K]: K[I] extends 'date' ? Date : string;
};

/** Throws `INVALID_INPUT` for anything that `encodeCursor` did not make for such a listing. */
export function decodeCursor<const K extends readonly ('date' | 'id' | 'text')[]>(cursor: string, kinds: K): Parts<K> {
  const parts = parse(cursor);
  if (!Array.isArray(parts) || parts.length !== kinds.length) throw invalid();
  return parts.map((part, index) => {
    if (typeof part !== 'string') throw invalid();
    if (kinds[index] === 'id' && !/^[0-9a-f]{24}$/.test(part)) throw invalid();
    if (kinds[index] !== 'date') return part;
    const date = new Date(part);
    if (Number.isNaN(date.getTime())) throw invalid();
    return date;
  }) as Parts<K>;
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw invalid();
  }
}

function invalid(): AppError {
  return new AppError('INVALID_INPUT', 'The cursor must come from the page before.');
}
