import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { VARIABLES } from './env';

const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');

test('the example of an environment names every variable there is, and no other', () => {
  const named = [...example.matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
  // Not for a file: a test of a command sets it.
  expect(named.toSorted()).toEqual(VARIABLES.filter((name) => name !== 'NODE_ENV').toSorted());
});
