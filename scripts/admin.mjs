// What is built where there is no source to run: `npm run admin -- help`.
import { existsSync } from 'node:fs';

if (existsSync(new URL('../src/server/admin.ts', import.meta.url))) {
  const { register } = await import('tsx/esm/api');
  register();
  await import('../src/server/admin.ts');
} else {
  await import('../dist/admin.js');
}
