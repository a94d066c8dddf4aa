import { decodeUrlPart } from '#core/connections/decode-url-part.ts';
import { SyncError } from '#core/errors/sync-error.ts';

export const sslModes = ['disable', 'prefer', 'require', 'verify-full'] as const;
export type SslMode = (typeof sslModes)[number];

/** What a connection URL says, in the words of the connection form. */
export type PostgresUrlParts = {
  host: string;
  port: number;
  database: string;
  user: string;
  password: string;
  ssl: SslMode;
};

const modes: Record<string, SslMode> = {
  disable: 'disable',
  allow: 'prefer',
  prefer: 'prefer',
  require: 'require',
  'no-verify': 'require',
  'verify-ca': 'verify-full',
  'verify-full': 'verify-full',
};

/**
 * Reads `postgres://user:password@host:port/database?sslmode=…`. A missing user is `postgres`, a
 * missing database is named like the user, `?host=/folder` names a socket. Throws `CONFIG_INVALID`.
 */
export function parsePostgresUrl(url: string): PostgresUrlParts {
  const match =
    /^postgres(?:ql)?:\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?(?:\/([^?#]*))?(?:\?([^#]*))?$/.exec(
      url.trim(),
    );
  if (!match) {
    throw new SyncError('CONFIG_INVALID', 'This is not a PostgreSQL URL.', {
      detail: 'Expected postgres://user:password@host:port/database',
    });
  }
  const [, user, password, host, port, database, query] = match;
  const settings = new URLSearchParams(query ?? '');
  const name = decodeUrlPart(user || settings.get('user') || 'postgres');
  return {
    host: decodeUrlPart(host || settings.get('host') || 'localhost').replace(/^\[|\]$/g, ''),
    port: port ? Number(port) : Number(settings.get('port') ?? 5432),
    database: decodeUrlPart(database || settings.get('dbname') || '') || name,
    user: name,
    password: decodeUrlPart(password ?? settings.get('password') ?? ''),
    ssl: sslModeOf(settings.get('sslmode')),
  };
}

function sslModeOf(mode: string | null): SslMode {
  if (mode === null) return 'prefer';
  const known = modes[mode];
  if (!known) throw new SyncError('CONFIG_INVALID', `There is no sslmode ${mode}.`);
  return known;
}
