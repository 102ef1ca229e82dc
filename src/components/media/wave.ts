import { WAVE_POINTS } from '~/contract/limits';

/** Samples looked at for one point: more of them look the same. */
const LOOKED_AT = 2_000;
/** Loudness below which a recording is silent, so that noise is not drawn as speech. */
const SILENCE = 0.002;

/** How loud a recording is over its duration: numbers from 0 to 100, of which the loudest is 100; all 0 for silence. */
export function waveOf(samples: Float32Array, points = WAVE_POINTS): number[] {
  const loudness = Array.from({ length: points }, (_, point) => {
    const start = Math.floor((point * samples.length) / points);
    const end = Math.max(start + 1, Math.floor(((point + 1) * samples.length) / points));
    return loudnessOf(samples, start, end);
  });
  const loudest = Math.max(...loudness);
  return loudness.map((value) => (loudest < SILENCE ? 0 : Math.round((value / loudest) * 100)));
}

/** The root of the mean square, from 0 to 1. */
export function loudnessOf(samples: Float32Array, start = 0, end = samples.length): number {
  const step = Math.max(1, Math.floor((end - start) / LOOKED_AT));
  let sum = 0;
  let count = 0;
  for (let at = start; at < end; at += step) {
    const sample = samples[at] ?? 0;
    sum += sample * sample;
    count++;
  }
  return count === 0 ? 0 : Math.sqrt(sum / count);
}
