import { readFileSync, writeFileSync } from 'node:fs';
import { pageOfProcedures } from './procedures/page';
import { ROOT } from './procedures/root';

/** Writes docs/procedures.md from the router; with `--check`, fails where what stands there is not what it would write. */
const PAGE = `${ROOT}docs/procedures.md`;

try {
  const page = pageOfProcedures();
  if (!process.argv.includes('--check')) writeFileSync(PAGE, page);
  else if (readFileSync(PAGE, 'utf8') !== page) throw new Error('docs/procedures.md is not current: npm run docs');
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
// The router's own imports may hold the process up.
process.exit(0);
