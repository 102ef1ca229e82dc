import { expect, test } from 'vitest';
import { createGate } from './gate';

test('a gate lets in so many of each, and who leaves makes room for one', () => {
  const gate = createGate(2);
  const [leave] = [gate.enter('ana'), gate.enter('ana'), gate.enter('ben')];
  expect(gate.enter('ana')).toBeNull();
  expect(gate.enter('ben')).not.toBeNull();
  leave!();
  leave!();
  expect(gate.enter('ana')).not.toBeNull();
  expect(gate.enter('ana')).toBeNull();
});

test('a gate without a limit lets everybody in', () => {
  const gate = createGate(null);
  for (let count = 0; count < 5_000; count += 1) expect(gate.enter('ana')).not.toBeNull();
});
