import { expect, test } from 'vitest';
import { FAULTS } from './faults/faults';
import { random } from './random';
import { describePlan, planOf } from './schedule';

const MINUTE = 60_000;

test('the same seed makes the same plan, another one another', () => {
  const plan = (seed: string) => describePlan(planOf(seed, 2 * MINUTE, FAULTS));
  expect(plan('a')).toBe(plan('a'));
  expect(plan('a')).not.toBe(plan('b'));
});

test.each([1, 2, 10, 60])('in %i minutes every fault comes, and those of a lane leave each other alone', (minutes) => {
  const plan = planOf('seed', minutes * MINUTE, FAULTS);
  expect(new Set(plan.map(({ fault }) => fault.name))).toEqual(new Set(FAULTS.map(({ name }) => name)));
  for (const lane of new Set(FAULTS.map((fault) => fault.lane))) {
    const those = plan.filter(({ fault }) => fault.lane === lane);
    for (const [index, { atMs, milliseconds }] of those.entries()) {
      expect(atMs + milliseconds).toBeLessThanOrEqual(those[index + 1]?.atMs ?? minutes * MINUTE);
    }
  }
});

test('there are no two faults of one name', () => {
  expect(new Set(FAULTS.map(({ name }) => name)).size).toBe(FAULTS.length);
});

test('who draws more of one stream changes nothing for another', () => {
  const alone = random('seed', 'ana').next();
  const [ana, ben] = [random('seed', 'ana'), random('seed', 'ben')];
  for (let draw = 0; draw < 10; draw += 1) ben.next();
  expect(ana.next()).toBe(alone);
  expect(new Set(ben.shuffled([1, 2, 3, 4, 5]))).toEqual(new Set([1, 2, 3, 4, 5]));
});
