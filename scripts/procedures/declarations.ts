import { readdirSync, readFileSync } from 'node:fs';
import { ROOT } from './root';

const CONTRACT = `${ROOT}src/contract/`;

const HEAD = /^(?:export )?(?:interface|type) (\w+)/;

/** Every type that the contract declares, as it stands there with its comment, by its name. */
export function contractTypes(): ReadonlyMap<string, string> {
  const files = readdirSync(CONTRACT).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  return new Map(files.sort().flatMap((file) => declarationsIn(readFileSync(CONTRACT + file, 'utf8'))));
}

/** Those that are meant by these texts, directly or by one another; in the order of their names. */
export function meantBy(texts: Iterable<string>, types: ReadonlyMap<string, string>): [name: string, text: string][] {
  const meant = new Map<string, string>();
  const waiting = [...texts];
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    for (const [name] of withoutWords(text).matchAll(/\b[A-Z]\w+/g)) {
      const declaration = types.get(name);
      if (declaration === undefined || meant.has(name)) continue;
      meant.set(name, declaration);
      waiting.push(declaration);
    }
  }
  return [...meant].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Names in comments and in texts are not types. */
const withoutWords = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*|'[^']*'/g, '');

function declarationsIn(source: string): [name: string, text: string][] {
  const lines = source.split('\n');
  return lines.flatMap((line, at): [string, string][] => {
    const [, name] = HEAD.exec(line) ?? [];
    if (!name) return [];
    let start = at;
    if (lines[at - 1]?.endsWith('*/'))
      do start -= 1;
      while (!lines[start]?.startsWith('/**'));
    let end = at;
    while (!isWhole(lines.slice(at, end + 1).join('\n'))) end += 1;
    const text = lines.slice(start, end + 1).join('\n');
    return [[name, text.replace(/^export /m, '')]];
  });
}

/** Whether a declaration is at its end: what it opened is closed. */
function isWhole(text: string): boolean {
  const count = (bracket: string) => text.split(bracket).length;
  const hasEnded = /^(?:export )?interface/.test(text) ? text.endsWith('}') : text.endsWith(';');
  return hasEnded && count('{') === count('}') && count('(') === count(')');
}
