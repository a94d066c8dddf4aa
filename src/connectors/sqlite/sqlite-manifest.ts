import { z } from 'zod';
import type { ConnectorManifest } from '#core/ports/connector.ts';
import { missingChoices, parseSqliteUrl } from './sqlite-connection-url.ts';

const settings = z.object({
  file: z
    .string()
    .trim()
    .min(1, 'Name the file.')
    .refine(isAbsolute, 'Give the whole path of the file, from the root on.')
    .describe('Its whole path, on the machine that Syncline runs on.'),
  ifMissing: z.enum(missingChoices).default('refuse').describe('What to do where there is no such file.'),
});

/** Settings of a SQLite connection; `{ url }` is read into the same settings. */
export const SqliteConfig = z.preprocess((input, context) => {
  if (typeof input !== 'object' || input === null || !('url' in input) || !input.url) return input;
  const { url, ...rest } = input as { url: unknown } & Record<string, unknown>;
  try {
    return { ...parseSqliteUrl(String(url)), ...rest };
  } catch (error) {
    context.addIssue({ code: 'custom', path: ['url'], message: (error as Error).message });
    return z.NEVER;
  }
}, settings);
export type SqliteConfig = z.infer<typeof settings>;

/** SQLite as the browser sees it. */
export const sqliteManifest: ConnectorManifest = {
  id: 'sqlite',
  label: 'SQLite',
  initials: 'SQ',
  description: 'A SQLite file on the machine that Syncline runs on, by triggers.',
  config: SqliteConfig,
  secretFields: [],
  addressFields: ['file'],
  urlExample: 'sqlite:///path/to/file.db',
  capabilities: { beforeImages: true, transactions: true, commitTimes: true, source: true, target: true },
};

/** Of any operating system: the browser does not know which one Syncline runs on. */
function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[a-z]:[\\/]/i.test(path);
}
