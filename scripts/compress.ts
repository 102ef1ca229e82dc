import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { STATIC_PREFIX } from '~/contract/worker';
import { COMPRESSED } from '~/server/transport/static';

// The last step of a build: what browsers load of it, compressed as well as can be.

const BUILT = '.next/static';

/** Fonts and pictures are compressed already. */
const COMPRESSIBLE = /\.(js|css|svg|json|txt)$/;

await rm(COMPRESSED, { recursive: true, force: true });
const folder = COMPRESSED + STATIC_PREFIX;
await cp(BUILT, folder, { recursive: true });
const names = (await readdir(folder, { recursive: true })).filter((name) => COMPRESSIBLE.test(name));
await Promise.all(names.map((name) => compress(`${folder}${name}`)));

/** Brotli at its best, which is its default; gzip for whoever has no other. */
async function compress(path: string): Promise<void> {
  const bytes = await readFile(path);
  const [brotli, zipped] = await Promise.all([
    promisify(brotliCompress)(bytes),
    promisify(gzip)(bytes, { level: 9, memLevel: 9 }),
  ]);
  await Promise.all([writeFile(`${path}.br`, brotli), writeFile(`${path}.gz`, zipped)]);
}
