import { z } from 'zod';
import type { ConnectorManifest } from '#core/ports/connector.ts';
import { parseMysqlUrl, sslModes } from './mysql-connection-url.ts';

/**
 * How the zero date (`0000-00-00`), which no other system knows, is shown to the other side. All three
 * write back what they read:
 *
 * - `keep`: as it is. Another system refuses the value, and the record waits with its reason.
 * - `empty`: as null. Where a field may not be null, null is written as the zero date again.
 * - `first day`: as 0001-01-01, which is written as the zero date again.
 */
const zeroDateChoices = ['keep', 'empty', 'first day'] as const;
export type ZeroDates = (typeof zeroDateChoices)[number];

const settings = z.object({
  host: z.string().trim().min(1, 'Name the host.').default('localhost'),
  port: z.coerce.number().int().min(1).max(65535).default(3306),
  database: z.string().trim().min(1, 'Name the database.'),
  user: z.string().trim().min(1, 'Name the user.'),
  password: z.string().default(''),
  ssl: z.enum(sslModes).default('prefer'),
  zeroDates: z
    .enum(zeroDateChoices)
    .default('keep')
    .describe(
      'How 0000-00-00 is shown to the other side: as it is (most refuse it), as empty, or as 0001-01-01.',
    ),
  numberFields: z
    .string()
    .trim()
    .optional()
    .describe('Fields of type tinyint(1) that hold numbers, e.g. orders.stars, jobs.*; others are booleans.'),
  durationFields: z
    .string()
    .trim()
    .optional()
    .describe('Fields of type time that hold durations, e.g. jobs.spent; others are times of day.'),
});

/** Settings of a MySQL or MariaDB connection; `{ url }` is read into the same settings. */
export const MysqlConfig = z.preprocess((input, context) => {
  if (typeof input !== 'object' || input === null || !('url' in input) || !input.url) return input;
  const { url, ...rest } = input as { url: unknown } & Record<string, unknown>;
  try {
    return { ...parseMysqlUrl(String(url)), ...rest };
  } catch (error) {
    context.addIssue({ code: 'custom', path: ['url'], message: (error as Error).message });
    return z.NEVER;
  }
}, settings);
export type MysqlConfig = z.infer<typeof settings>;

/** MySQL and MariaDB as the browser sees them. */
export const mysqlManifest: ConnectorManifest = {
  id: 'mysql',
  label: 'MySQL / MariaDB',
  initials: 'My',
  description: 'MySQL 8.0.19 or newer, MariaDB 10.6 or newer, by the binary log.',
  config: MysqlConfig,
  secretFields: ['password'],
  addressFields: ['host', 'port'],
  urlExample: 'mysql://user:password@host:3306/database',
  capabilities: { beforeImages: true, transactions: true, commitTimes: true, source: true, target: true },
};
