import type { NextConfig } from 'next';

export default {
  poweredByHeader: false,
  // They hold sockets or native code and live once, in the server's own modules.
  serverExternalPackages: ['ioredis', 'mongoose', '@node-rs/argon2', 'pino'],
} satisfies NextConfig;
