import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Colour = readonly [lightness: number, chroma: number, hue: number];

const css = readFileSync(new URL('./globals.css', import.meta.url), 'utf8');
const contrasting = css.slice(css.indexOf('@variant contrasting'));
const OKLCH = String.raw`oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)`;

/** The colours of a part of the style sheet, by name, light and dark. */
function coloursIn(part: string): Map<string, readonly [Colour, Colour]> {
  const found = new Map<string, readonly [Colour, Colour]>();
  const declared = new RegExp(String.raw`--color-([\w-]+): (?:light-dark\(${OKLCH}, ${OKLCH}\)|${OKLCH});`, 'g');
  for (const [, name, ...numbers] of part.matchAll(declared)) {
    const [a, b, c, d, e, f, g, h, i] = numbers.map(Number);
    const light: Colour = [a || g || 0, b || h || 0, c || i || 0];
    found.set(name!, [light, numbers[3] === undefined ? light : [d!, e!, f!]]);
  }
  return found;
}

/** By https://www.w3.org/TR/css-color-4/#color-conversion-code; what no screen shows is cut to what it does. */
function luminanceOf([lightness, chroma, hue]: Colour): number {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const cut = (value: number) => Math.max(0, Math.min(1, value));
  const red = cut(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = cut(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = cut(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrastOf(one: Colour, other: Colour): number {
  const [darker, lighter] = [luminanceOf(one), luminanceOf(other)].sort((a, b) => a - b);
  return (lighter! + 0.05) / (darker! + 0.05);
}

const WHITE: Colour = [1, 0, 0];
const GROUNDS = ['canvas', 'panel', 'raised', 'hover', 'own', 'other', 'accent-soft'];
const TEXT: Readonly<Record<string, readonly string[]>> = {
  ink: GROUNDS,
  muted: GROUNDS,
  'accent-text': GROUNDS,
  'danger-text': ['canvas', 'panel', 'raised', 'hover', 'danger-soft', 'own', 'other'],
  'warn-text': ['warn-soft'],
  'on-accent': ['accent', 'accent-strong'],
};
const CONTROLS: Readonly<Record<string, readonly string[]>> = {
  edge: ['canvas', 'panel', 'raised'],
  live: ['canvas', 'panel', 'raised'],
  accent: ['canvas', 'panel', 'raised'],
};

const normal = coloursIn(css.slice(0, css.indexOf('@variant contrasting')));
const high = new Map([...normal, ...coloursIn(contrasting)]);

test.each([
  ['light', normal, 0, 4.5],
  ['dark', normal, 1, 4.5],
  ['high contrast, light', high, 0, 7],
  ['high contrast, dark', high, 1, 7],
] as const)('in %s everything stands out from what is behind it', (_, colours, scheme, textAtLeast) => {
  const colour = (name: string) => {
    const pair = colours.get(name);
    if (!pair) throw new Error(`there is no colour ${name}`);
    return pair[scheme];
  };
  const faint: string[] = [];
  const look = (words: string, one: Colour, other: Colour, atLeast: number) => {
    const contrast = contrastOf(one, other);
    if (contrast < atLeast) faint.push(`${words}: ${contrast.toFixed(2)}`);
  };
  for (const [name, grounds] of Object.entries(TEXT)) {
    for (const ground of grounds) look(`${name} on ${ground}`, colour(name), colour(ground), textAtLeast);
  }
  for (const [name, grounds] of Object.entries(CONTROLS)) {
    for (const ground of grounds) look(`${name} on ${ground}`, colour(name), colour(ground), 3);
  }
  look('white on danger', WHITE, colour('danger'), textAtLeast);
  if (colours === high) {
    for (const ground of ['canvas', 'raised']) look(`line on ${ground}`, colour('line'), colour(ground), 3);
  }
  expect(faint).toEqual([]);
});

test('white initials stand out from every colour of a person', () => {
  const [, lightness, chroma, darkLightness, darkChroma] =
    /light-dark\(oklch\(([\d.]+) ([\d.]+) var\(--hue\)\), oklch\(([\d.]+) ([\d.]+) var/.exec(css)!.map(Number);
  for (const hue of [20, 50, 95, 145, 175, 215, 250, 280, 315, 350]) {
    expect(contrastOf(WHITE, [lightness!, chroma!, hue])).toBeGreaterThanOrEqual(4.5);
    expect(contrastOf(WHITE, [darkLightness!, darkChroma!, hue])).toBeGreaterThanOrEqual(4.5);
  }
});
