import { expect, test } from 'vitest';
import { failuresOf, type Measured, tableOf } from './table';

const measured: Measured[] = [
  {
    scenario: 'send',
    title: 'Send',
    figures: [
      {
        what: 'two people',
        unit: 'ms',
        values: { confab: [3, 2, 4], 'socket.io': [2, 2, 2] },
        budget: { to: { name: 'Socket.IO', values: [2, 2, 2] }, atMost: 1 },
      },
      { what: 'commands', unit: '', values: { confab: [2] }, budget: { atMost: 2 } },
      { what: 'memory', unit: 'KB', values: { confab: [12_345.6] } },
    ],
  },
];

test('a table tells medians, ratios with their spread, budgets and verdicts', () => {
  expect(tableOf(measured).split('\n').slice(2)).toEqual([
    '| **Send** |  |  |  |  |  |  |',
    '| two people | 3 ms | 2 ms |  | 1.5 (1–2) × Socket.IO | ≤ 1 × Socket.IO | **past it** |',
    '| commands | 2 |  |  |  | ≤ 2 | holds |',
    '| memory | 12,346 KB |  |  |  |  |  |',
  ]);
});

test('only what is past its budget fails', () => {
  expect(failuresOf(measured)).toEqual(['Send: two people: 1.5, but ≤ 1 × Socket.IO']);
});
