import { expect, test } from 'vitest';
import { WAVE_POINTS } from '~/contract/limits';
import { loudnessOf, waveOf } from './wave';

/** A tone that is as loud as `loudness` says for each moment from 0 to 1. */
function aTone(length: number, loudness: (moment: number) => number): Float32Array {
  return Float32Array.from({ length }, (_, at) => Math.sin(at / 7) * loudness(at / length));
}

test('a recording that grows louder has a wave that rises to 100', () => {
  const wave = waveOf(aTone(64_000, (moment) => moment));
  expect(wave).toHaveLength(WAVE_POINTS);
  expect(wave.at(-1)).toBe(100);
  expect(wave).toEqual([...wave].sort((a, b) => a - b));
  expect(wave.every((point) => Number.isInteger(point) && point >= 0 && point <= 100)).toBe(true);
});

test('how loud a quiet recording was meant does not matter, only its shape', () => {
  const shape = (moment: number) => 0.2 + 0.8 * Math.abs(Math.sin(moment * 9));
  const loud = waveOf(aTone(64_000, shape));
  const quiet = waveOf(aTone(64_000, (moment) => shape(moment) * 0.05));
  expect(quiet).toEqual(loud);
});

test('silence is flat, and noise below hearing is silence', () => {
  expect(waveOf(new Float32Array(10_000))).toEqual(Array(WAVE_POINTS).fill(0));
  expect(waveOf(aTone(10_000, () => 0.0005))).toEqual(Array(WAVE_POINTS).fill(0));
});

test('a recording shorter than its wave, or none at all, has one too', () => {
  expect(waveOf(aTone(10, () => 1))).toHaveLength(WAVE_POINTS);
  expect(waveOf(new Float32Array(0))).toEqual(Array(WAVE_POINTS).fill(0));
});

test('loudness is that of the stretch asked for', () => {
  const samples = Float32Array.of(1, -1, 1, -1, 0, 0, 0, 0);
  expect(loudnessOf(samples, 0, 4)).toBe(1);
  expect(loudnessOf(samples, 4, 8)).toBe(0);
  expect(loudnessOf(samples)).toBeCloseTo(Math.SQRT1_2);
});
