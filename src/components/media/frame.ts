/** Pixels of the longer side of a tiny likeness. */
const TINY = 24;
/** Characters of a tiny likeness; one that is longer is not worth its place in every message list. */
const TINY_MAX = 1_024;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The same shape, with neither side longer than that; never larger than it was. */
export function fitWithin({ width, height }: Size, longest: number): Size {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** The largest square in the middle. */
export function centreSquare({ width, height }: Size): {
  readonly x: number;
  readonly y: number;
  readonly side: number;
} {
  const side = Math.min(width, height);
  return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side };
}

export function canvasOf({ width, height }: Size): CanvasRenderingContext2D {
  const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
  if (!context) throw new Error('nothing can be drawn here');
  return context;
}

/** The picture at another size. */
export function drawn(picture: CanvasImageSource, size: Size): HTMLCanvasElement {
  const context = canvasOf(size);
  context.drawImage(picture, 0, 0, size.width, size.height);
  return context.canvas;
}

/** A tiny likeness as a `data:` address; null if it comes out too large. */
export function likenessOf(picture: CanvasImageSource, size: Size): string | null {
  const canvas = drawn(picture, fitWithin(size, TINY));
  const webp = canvas.toDataURL('image/webp', 0.5);
  // Who cannot write WebP answers with something else, and larger.
  const url = webp.startsWith('data:image/webp') ? webp : canvas.toDataURL('image/jpeg', 0.4);
  return url.length <= TINY_MAX ? url : null;
}

const QUALITIES = [0.82, 0.65, 0.45, 0.25];

/** A JPEG of at most that many bytes; null if even the worst is larger. */
export async function jpegWithin(canvas: HTMLCanvasElement, bytes: number): Promise<Blob | null> {
  for (const quality of QUALITIES) {
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
    if (blob && blob.size <= bytes) return blob;
  }
  return null;
}
