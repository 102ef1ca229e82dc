import { readFile } from 'node:fs/promises';
import sharp from 'sharp';

/** Makes the icons of the installed application from the one drawing. To be run after the drawing has changed. */
const DRAWING = 'src/app/icon.svg';
const BACKGROUND = '#4f46c8';

/** Of the whole: the bubble, which fills two thirds of the drawing, stays in the circle of four fifths that no launcher cuts off. */
const SAFE_SHARE = 0.9;

const drawing = await readFile(DRAWING);

for (const size of [192, 512]) {
  await drawn(size).toFile(`public/icons/icon-${size}.png`);
  await whole(size).toFile(`public/icons/maskable-${size}.png`);
}
// iOS rounds the corners itself and shows what is clear as black.
await whole(180).toFile('src/app/apple-icon.png');
await badge(96).toFile('public/icons/badge-96.png');

function drawn(size: number) {
  return sharp(drawing, { density: (72 * size) / 32 })
    .resize(size, size)
    .png({ compressionLevel: 9, palette: true });
}

/** Up to the edges, with the drawing where nothing is cut off. */
function whole(size: number) {
  const inner = Math.round(size * SAFE_SHARE);
  return sharp(drawing, { density: (72 * inner) / 32 })
    .resize(inner, inner)
    .extend({ ...margins(size, inner), background: BACKGROUND })
    .flatten({ background: BACKGROUND })
    .png({ compressionLevel: 9, palette: true });
}

/** The speech bubble alone, in white: all that Android shows of a badge is what is not clear. */
function badge(size: number) {
  const bubble = drawing
    .toString()
    .replace(/<rect[^>]*>/, '')
    .replace(/<circle[^>]*>/g, '');
  return sharp(Buffer.from(bubble), { density: (72 * size) / 32 })
    .resize(size, size)
    .png({ compressionLevel: 9 });
}

function margins(size: number, inner: number) {
  const before = Math.floor((size - inner) / 2);
  const after = size - inner - before;
  return { top: before, left: before, bottom: after, right: after };
}
