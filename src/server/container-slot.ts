import type { Container } from './container';

/**
 * Next's bundles are separate module instances; this one slot is how they reach what `main.ts` built. Apart from
 * `container.ts`, so that a bundle which only reads the slot carries none of the server.
 */
const SLOT = Symbol.for('confab');

export function publishContainer(container: Container): void {
  (globalThis as Record<symbol, unknown>)[SLOT] = container;
}

export function publishedContainer(): Container {
  const container = (globalThis as Record<symbol, unknown>)[SLOT];
  if (!container) throw new Error('Confab runs through src/server/main.ts: npm run dev, or npm start');
  return container as Container;
}
