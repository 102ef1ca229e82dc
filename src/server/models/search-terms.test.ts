import { describe, expect, test } from 'vitest';
import { messageTerms, queryTerms } from './search-terms';

const finds = (query: string, text: string) => {
  const terms = new Set(messageTerms(text));
  const sought = queryTerms(query);
  return sought.length > 0 && sought.every((term) => terms.has(term));
};

describe('search terms', () => {
  test.each([
    ['ferr', 'The Ferry'],
    ['ferry the', 'The Ferry'],
    ['cafe', 'Café'],
    ['CAFÉ', 'cafe'],
    ['北京', '在北京见面'],
    ['京', '在北京见面'],
    ['straße', 'Straße 5'],
    ['internationalisation', 'internationalisations'],
  ])('let %j find %j', (query, text) => expect(finds(query, text)).toBe(true));

  test.each([
    ['erry', 'The Ferry'],
    ['ferry boat', 'The Ferry'],
    ['京北', '在北京见面'],
    ['', 'anything'],
    ['!?', 'anything!?'],
  ])('do not let %j find %j', (query, text) => expect(finds(query, text)).toBe(false));

  test('of a very long text are bounded', () => {
    const text = Array.from({ length: 5_000 }, (_, index) => `w${index}x`).join(' ');
    expect(messageTerms(text).length).toBeLessThanOrEqual(1_000);
  });
});

test('a message is found by the names of its files, also when its text alone has more words than are kept', () => {
  const long = Array.from({ length: 2_000 }, (_, index) => `w${index}`).join(' ');
  const terms = messageTerms(long, [{ filename: 'Quarterly_Report-2024.pdf' }, { filename: '写真.png' }]);
  for (const query of ['quart report', '2024 pdf', '写真', 'w1']) {
    for (const term of queryTerms(query)) expect(terms).toContain(term);
  }
});
