import { readFileSync, writeFileSync } from 'node:fs';
import type { Machine } from './machine';

const BEGIN = '<!-- bench: begin -->';
const END = '<!-- bench: end -->';

/** Puts the table and what it is of between the two marks of a page; what else is there stays. */
export function writePage(path: string, table: string, machine: Machine): void {
  const page = readFileSync(path, 'utf8');
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${path} has no ${BEGIN} … ${END}`);
  writeFileSync(path, `${before}${BEGIN}\n\n${told(machine)}\n\n${table}\n\n${END}${after}`);
}

export function told({ at, cores, processor, memoryGigabytes, system, pinned, ...versions }: Machine): string {
  const packages = Object.entries(versions.packages).map(([name, version]) => `${name} ${version}`);
  return [
    `Measured on ${at.slice(0, 10)} on ${cores} cores (${processor}), ${memoryGigabytes} GB, ${system}: ${pinned}.`,
    `Node ${versions.node}, ${versions.database}, Redis ${versions.redis}, ${packages.join(', ')}.`,
  ].join('\n');
}
