import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { REFUSALS, refusalIn } from './refusals';

test('a refusal is known by its words, with what differs', () => {
  expect(refusalIn('There is a room called mumbai already.')).toEqual({
    name: 'roomTaken',
    values: { slug: 'mumbai' },
    filename: null,
  });
  expect(refusalIn('a: b.svg: Web pages and drawings (HTML, SVG, XML) cannot be attached.')).toMatchObject({
    name: 'fileMarkup',
    filename: 'a: b.svg',
  });
  expect(refusalIn('Something else.')).toBeNull();
  expect(refusalIn('')).toBeNull();
});

test('the server says each of them', () => {
  const server = readdirSync('src/server', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(`src/server/${path}`, 'utf8').replaceAll(/\$\{[^}]*\}/g, '{}'))
    .join('\n');
  const unsaid = Object.values(REFUSALS).filter((sentence) => !server.includes(sentence.replaceAll(/\{\w+\}/g, '{}')));
  expect(unsaid).toEqual([]);
});
