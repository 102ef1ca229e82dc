/** Entries in one chunk: the unit in which lines come into the document and leave it. */
export const CHUNK = 32;
/** Pixels a chunk is taken for until it has been seen. */
const GUESSED_HEIGHT = CHUNK * 48;

/** Chunks by their number; both ends belong to it. */
export interface ChunkRange {
  readonly first: number;
  readonly last: number;
}

/** By the entry's number, so that a chunk keeps its number when older ones come before it. */
export const chunkOf = (seq: number) => Math.floor(seq / CHUNK);

/** Heights of chunks, measured while they were in the document. */
export type Heights = ReadonlyMap<number, number>;

const heightOf = (heights: Heights, chunk: number) => heights.get(chunk) ?? GUESSED_HEIGHT;

/** How high the chunks from `first` up to, not including, `end` are together. */
export function heightBetween(heights: Heights, first: number, end: number): number {
  let sum = 0;
  for (let chunk = first; chunk < end; chunk++) sum += heightOf(heights, chunk);
  return sum;
}

/** The chunks that touch the stretch from `top` to `bottom`, in pixels below the top of the first of `all`; at least one. */
export function chunksBetween(heights: Heights, all: ChunkRange, top: number, bottom: number): ChunkRange {
  let first = all.last;
  let last = all.first;
  let y = 0;
  for (let chunk = all.first; chunk <= all.last; chunk++) {
    const end = y + heightOf(heights, chunk);
    if (end >= top && chunk < first) first = chunk;
    if (y <= bottom) last = chunk;
    y = end;
  }
  return { first: Math.min(first, last), last: Math.max(first, last) };
}

export function clampRange(range: ChunkRange, all: ChunkRange): ChunkRange {
  const clamp = (chunk: number) => Math.max(all.first, Math.min(all.last, chunk));
  return { first: clamp(range.first), last: clamp(range.last) };
}

/** Chunks beyond what is wanted that may stay before it is worth taking them out. */
const SLACK = 3;

/** `wanted`, unless what is there covers it and is hardly more: then nothing has to change. */
export function settleRange(current: ChunkRange, wanted: ChunkRange): ChunkRange {
  const covers = current.first <= wanted.first && current.last >= wanted.last;
  const extra = wanted.first - current.first + (current.last - wanted.last);
  return covers && extra < SLACK ? current : wanted;
}
