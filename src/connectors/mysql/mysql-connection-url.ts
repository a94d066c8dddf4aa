import { decodeUrlPart } from '#core/connections/decode-url-part.ts';
import { SyncError } from '#core/errors/sync-error.ts';

export const sslModes = ['disable', 'prefer', 'require', 'verify-full'] as const;
export type SslMode = (typeof sslModes)[number];

/** Settings that have no place of their own in a URL, and are given by name behind the question mark. */
const furtherSettings = ['zeroDates', 'numberFields', 'durationFields'] as const;

/** What a connection URL says, in the words of the connection form. */
export type MysqlUrlParts = {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  ssl: SslMode;
} & Partial<Record<(typeof furtherSettings)[number], string>>;

/** The words of MySQL's own programs (`ssl-mode`) and of MariaDB's connectors (`sslMode`). */
const modes: Record<string, SslMode> = {
  disable: 'disable',
  disabled: 'disable',
  false: 'disable',
  prefer: 'prefer',
  preferred: 'prefer',
  require: 'require',
  required: 'require',
  trust: 'require',
  true: 'require',
  'verify-ca': 'verify-full',
  'verify-full': 'verify-full',
  'verify-identity': 'verify-full',
};

/**
 * Reads `mysql://user:password@host:port/database?ssl-mode=…`, with `mariadb://` for the same.
 * A missing user is `root`. What a field holds may be said, too: `&numberFields=orders.stars`. Throws `CONFIG_INVALID`.
 */
export function parseMysqlUrl(url: string): MysqlUrlParts {
  const match =
    /^(?:mysql|mariadb)2?:\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?(?:\/([^?#]*))?(?:\?([^#]*))?$/.exec(
      url.trim(),
    );
  if (!match) {
    throw new SyncError('CONFIG_INVALID', 'This is not a MySQL or MariaDB URL.', {
      detail: 'Expected mysql://user:password@host:port/database',
    });
  }
  const [, user, password, host, port, database, query] = match;
  const settings = new URLSearchParams(query ?? '');
  const further = furtherSettings.flatMap((name) => {
    const value = settings.get(name);
    return value === null ? [] : [[name, value]];
  });
  return {
    ...Object.fromEntries(further),
    host: decodeUrlPart(host || 'localhost').replace(/^\[|\]$/g, ''),
    port: port ? Number(port) : 3306,
    database: decodeUrlPart(database ?? ''),
    user: decodeUrlPart(user || 'root'),
    password: decodeUrlPart(password ?? ''),
    ssl: sslModeOf(settings),
  };
}

function sslModeOf(query: URLSearchParams): SslMode {
  const given = ['ssl-mode', 'sslmode', 'sslMode', 'useSSL', 'ssl']
    .map((name) => query.get(name))
    .find((mode) => mode !== null);
  if (given === undefined || given === null) return 'prefer';
  const known = modes[given.toLowerCase().replaceAll('_', '-')];
  if (!known) throw new SyncError('CONFIG_INVALID', `There is no ssl-mode ${given}.`);
  return known;
}
