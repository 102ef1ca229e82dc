import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const PAGES = ['.', 'docs', 'docs/decisions', 'examples'].flatMap((folder) =>
  existsSync(join(ROOT, folder))
    ? readdirSync(join(ROOT, folder))
        .filter((name) => name.endsWith('.md'))
        .map((name) => join(folder, name))
    : [],
);

/** As the pages' host makes names of headings. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');

const anchorsIn = (page: string) =>
  [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading.replaceAll('`', '')));

/** Without blocks of code, in which brackets are no links. */
const prose = (page: string) => read(page).replaceAll(/^```[\s\S]*?^```/gm, '');

/** Places in this repository that a page leads to. */
function linksIn(page: string): string[] {
  const markdown = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to);
  const html = [...prose(page).matchAll(/(?:src|srcset|href)="([^"\s]+)"/g)].map(([, to = '']) => to);
  return [...markdown, ...html].filter((to) => !/^[a-z]+:/.test(to));
}

function isDead(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? join(ROOT, page) : resolve(ROOT, dirname(page), path);
  if (!existsSync(target)) return true;
  return anchor !== undefined && target.endsWith('.md') && !anchorsIn(target.slice(ROOT.length)).includes(anchor);
}

describe('documentation', () => {
  test('leads to what is there', () => {
    const dead = PAGES.flatMap((page) =>
      linksIn(page)
        .filter((link) => isDead(page, link))
        .map((link) => `${page}: ${link}`),
    );
    expect(dead).toEqual([]);
  });

  test('names scripts that are there', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = PAGES.flatMap((page) =>
      [...read(page).matchAll(/npm run ([a-z][\w:-]*)/g)].map(([, script = '']) => ({ page, script })),
    );
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter(({ script }) => !(script in scripts))).toEqual([]);
  });

  test('shows every picture, and each is small', () => {
    const shown = PAGES.flatMap((page) =>
      linksIn(page)
        .filter((link) => link.includes('images/'))
        .map((link) => resolve(ROOT, dirname(page), link)),
    );
    const kept = readdirSync(join(ROOT, 'docs/images')).map((name) => join(ROOT, 'docs/images', name));
    expect(kept.filter((picture) => !shown.includes(picture))).toEqual([]);
    // A page of the repository is to open on a phone.
    for (const picture of kept) expect(readFileSync(picture).length, picture).toBeLessThan(1.5 * 1024 * 1024);
  });
});
