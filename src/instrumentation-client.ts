import type { $ZodConfig } from 'zod/v4/core';

declare global {
  /** Where zod keeps its settings, for all copies of it. */
  var __zod_globalConfig: Partial<$ZodConfig> | undefined;
}

// Next runs this before anything else in the page. Its policy forbids to compile code, and zod would try; without zod
// itself here, which is loaded with the forms that check something.
globalThis.__zod_globalConfig = { jitless: true };
