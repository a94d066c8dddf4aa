import { z } from 'zod';
import type { ConnectorManifest } from '#core/ports/connector.ts';
import { parsePostgresUrl, sslModes } from './postgres-connection-url.ts';

const settings = z.object({
  host: z.string().trim().min(1, 'Name the host.').default('localhost'),
  port: z.coerce.number().int().min(1).max(65535).default(5432),
  database: z.string().trim().min(1, 'Name the database.'),
  user: z.string().trim().min(1, 'Name the user.'),
  password: z.string().default(''),
  ssl: z.enum(sslModes).default('prefer'),
});

/** Settings of a PostgreSQL connection; `{ url }` is read into the same settings. */
export const PostgresConfig = z.preprocess((input, context) => {
  if (typeof input !== 'object' || input === null || !('url' in input) || !input.url) return input;
  const { url, ...rest } = input as { url: unknown } & Record<string, unknown>;
  try {
    return { ...parsePostgresUrl(String(url)), ...rest };
  } catch (error) {
    context.addIssue({ code: 'custom', path: ['url'], message: (error as Error).message });
    return z.NEVER;
  }
}, settings);
export type PostgresConfig = z.infer<typeof settings>;

/** PostgreSQL as the browser sees it. */
export const postgresManifest: ConnectorManifest = {
  id: 'postgres',
  label: 'PostgreSQL',
  initials: 'Pg',
  description: 'Any PostgreSQL 14 or newer, by logical replication.',
  config: PostgresConfig,
  secretFields: ['password'],
  addressFields: ['host', 'port'],
  urlExample: 'postgres://user:password@host:5432/database',
  capabilities: { beforeImages: true, transactions: true, commitTimes: true, source: true, target: true },
};
