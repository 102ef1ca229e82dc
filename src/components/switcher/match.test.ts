import { describe, expect, it } from 'vitest';
import { folded, matchScore } from './match';

const score = (text: string, query: string) => matchScore(folded(text), folded(query));

describe('a text is found by what people type', () => {
  it.each([
    ['José Müller', 'jose muller'],
    ['Łukasz Großmann', 'lukasz grossmann'],
    ['Søren', 'soren'],
    ['Ｃｏｎｆａｂ', 'confab'],
    ['أحمد', 'احمد'],
    ['مكتبة', 'مكتبه'],
    ['王小明', '小明'],
    ['東京オフィス', '東京'],
    ['カタカナ', 'ｶﾀｶﾅ'],
    ['김민지', '민지'],
    ['Big Picnic', 'pic big'],
    ['Big Picnic', 'bp'],
    ['Engineering', 'engnrg'],
    ['Ana @ana-b', '@ana'],
  ])('%s by %s', (text, query) => {
    expect(score(text, query)).not.toBeNull();
  });

  it.each([
    ['Ana', 'ben'],
    ['Big Picnic', 'big x'],
    ['Anything at all is long enough', 'agh'],
    ['王小明', '小王'],
  ])('%s not by %s', (text, query) => {
    expect(score(text, query)).toBeNull();
  });

  it('the better, the nearer to the start and the more of it', () => {
    const order = ['Ben', 'Benjamin', 'Old Ben', 'Torben', 'Big Elm Nest', 'Bright Evening'];
    const scores = order.map((text) => score(text, 'ben') ?? -1);
    expect(scores.toSorted((a, b) => b - a)).toEqual(scores);
    expect(new Set(scores).size).toBe(scores.length);
  });
});
