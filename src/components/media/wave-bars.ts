/** Units of the drawing: the width of a bar with the gap after it, and the height of the loudest. */
const STEP = 4;
const BAR = 2.5;
const HEIGHT = 32;
/** Silence is drawn too: one sees where it is. */
const LEAST = 3;

export interface WaveBars {
  /** For `<svg viewBox>`. */
  readonly viewBox: string;
  /** For one `<path d>` with round ends and a line as wide as `stroke`. */
  readonly path: string;
  readonly stroke: number;
}

/** Draws how loud a recording is over its duration (numbers from 0 to 100), as bars around a middle line. */
export function waveBars(wave: readonly number[]): WaveBars {
  const path = wave
    .map((loudness, index) => {
      const length = LEAST + (Math.max(0, Math.min(100, loudness)) / 100) * (HEIGHT - LEAST) - BAR;
      const half = Math.max(0, length) / 2;
      return `M${index * STEP + STEP / 2} ${round(HEIGHT / 2 - half)}v${round(2 * half)}`;
    })
    .join('');
  return { viewBox: `0 0 ${wave.length * STEP} ${HEIGHT}`, path, stroke: BAR };
}

const round = (value: number) => Math.round(value * 100) / 100;
