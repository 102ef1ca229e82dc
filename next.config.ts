import type { NextConfig } from 'next';

export default {
  poweredByHeader: false,
  // It would cover the account button.
  devIndicators: false,
  // They hold sockets or native code and live once, in the server's own modules.
  serverExternalPackages: ['ioredis', 'mongoose', '@node-rs/argon2', 'pino', 'sharp', '@aws-sdk/client-s3'],
  // Texts come compiled: the browser carries no parser for them.
  turbopack: { resolveAlias: { 'use-intl/format-message': 'use-intl/format-message/format-only' } },
  // `npm run check` looks at the types of everything, tests included; once is enough.
  experimental: { optimizePackageImports: ['lucide'] },
  typescript: { ignoreBuildErrors: true },
} satisfies NextConfig;
