import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TEXTS } from '~/i18n/all';
import { problemsBetween } from '~/i18n/check/languages';
import { literalsIn } from '~/i18n/check/literals';
import { unusedIn } from '~/i18n/check/unused';

/** Part of the build: no text is missing, broken, or written into a component. What nobody says any more is told. */
const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((path) => /(?<!\.test)\.tsx?$/.test(path) && !path.startsWith('i18n'))
  .map((path) => ({ path: join('src', path), source: readFileSync(join('src', path), 'utf8') }));

const unused = unusedIn(
  TEXTS.en,
  sources.map(({ source }) => source),
);
for (const one of unused) console.warn(one);

const problems = [...problemsBetween(TEXTS), ...sources.flatMap(({ path, source }) => literalsIn(path, source))];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exit(1);
