import { canvasOf, centreSquare } from './frame';

/** Pixels of a side: sharp on every screen, and small enough to be there at once. */
const SIDE = 512;

/** The middle of a picture as a square, upright, without what else the file holds. Rejects if it cannot be read. */
export async function squareOf(file: Blob): Promise<File> {
  const url = URL.createObjectURL(file);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const { x, y, side } = centreSquare({ width: image.naturalWidth, height: image.naturalHeight });
    const shown = Math.max(1, Math.min(SIDE, side));
    const context = canvasOf({ width: shown, height: shown });
    context.drawImage(image, x, y, side, side, 0, 0, shown, shown);
    return await pictureOf(context.canvas);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** WebP, or PNG where the browser cannot write that. */
async function pictureOf(canvas: HTMLCanvasElement): Promise<File> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', 0.9));
  if (!blob) throw new Error('the picture cannot be written');
  return new File([blob], blob.type === 'image/webp' ? 'picture.webp' : 'picture.png', { type: blob.type });
}
