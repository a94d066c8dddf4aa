import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { SyncError } from '#core/errors/sync-error.ts';
import { percentDecoded } from '#lib/percent-decoded.ts';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * Every setting that comes from outside, read when asked for. The only reader of `process.env`:
 * what is not here is no setting of Syncline.
 */
export const env = {
  /** Syncline's own PostgreSQL. Launch sets it for its children when the embedded server is used. */
  databaseUrl(): string {
    const url = env.databaseUrlIfSet();
    if (url === null) throw new SyncError('STORE_UNREACHABLE', 'DATABASE_URL is not set.');
    return url;
  },

  databaseUrlIfSet(): string | null {
    return process.env.DATABASE_URL || null;
  },

  /** The embedded server's superuser URL, for the demo's databases; null with a database of the user's own. */
  adminUrl(): string | null {
    return process.env.SYNCLINE_ADMIN_URL || null;
  },

  /** The data folder, absolute. */
  home(): string {
    return resolve(/* turbopackIgnore: true */ process.env.SYNCLINE_HOME || '.syncline');
  },

  /** The port that the web part listens on. */
  port(): number {
    return readPort(process.env.PORT, 'PORT');
  },

  /** The address that the web part listens on. */
  host(): string {
    return process.env.SYNCLINE_HOST || '127.0.0.1';
  },

  /**
   * Where people reach the pages, without a slash at the end.
   * @param port the port in use, where it is not the one that was asked for
   */
  publicUrl(port: number = env.port()): string {
    return (process.env.SYNCLINE_URL || `http://localhost:${port}`).replace(/\/+$/, '');
  },

  /** The folder of the built pages, relative to the project. */
  pagesFolder(): string {
    return process.env.SYNCLINE_NEXT_DIR || '.next';
  },

  /** Whether the demo is wanted (SYNCLINE_DEMO=0 turns it off). */
  demo(): boolean {
    return process.env.SYNCLINE_DEMO !== '0';
  },

  /** The API key that the command uses; null means the owner's key in the data folder. */
  apiKey(): string | null {
    return process.env.SYNCLINE_KEY || null;
  },

  /** The server that the command speaks to; null means the one whose address the data folder holds. */
  serverUrl(): string | null {
    return process.env.SYNCLINE_URL || null;
  },

  logLevel(): LogLevel {
    const level = logLevels.find((name) => name === process.env.SYNCLINE_LOG_LEVEL);
    return level ?? 'info';
  },

  /** Bytes of log that a source may hold back before it is said (SYNCLINE_LOG_WARNING_MB, 1024 by default). */
  logWarningBytes(): number {
    const given = process.env.SYNCLINE_LOG_WARNING_MB || '1024';
    const megabytes = Number(given);
    if (megabytes > 0) return megabytes * 1024 ** 2;
    throw new SyncError('CONFIG_INVALID', `SYNCLINE_LOG_WARNING_MB is "${given}", which is no size.`);
  },

  /**
   * Folders whose SQLite files connections may open (SYNCLINE_SQLITE_FOLDERS, apart like PATH); null for any.
   * Unset: any while this machine alone reaches the pages, since who asks there could read the file anyway; else none.
   */
  sqliteFolders(): string[] | null {
    const given = process.env.SYNCLINE_SQLITE_FOLDERS;
    if (given !== undefined)
      return given
        .split(delimiter)
        .filter(Boolean)
        .map((folder) => resolve(folder));
    return env.listensToItself() ? null : [];
  },

  /**
   * Whether alerts may be sent to addresses of this machine and its own network (SYNCLINE_ALERT_PRIVATE_HOSTS=1 or 0).
   * Unset: while this machine alone reaches the pages, since who asks there reaches them anyway; else not.
   */
  alertPrivateHosts(): boolean {
    const given = process.env.SYNCLINE_ALERT_PRIVATE_HOSTS;
    return given ? given === '1' : env.listensToItself();
  },

  /** What Prometheus shows to read metrics (SYNCLINE_METRICS_TOKEN); null: only this machine reads them. */
  metricsToken(): string | null {
    return process.env.SYNCLINE_METRICS_TOKEN || null;
  },

  /** Whether this machine alone reaches the pages. */
  listensToItself(): boolean {
    return isOwnMachine(env.host());
  },

  /** The port of a runner's own health and metrics (SYNCLINE_RUNNER_PORT); null for none. */
  runnerPort(): number | null {
    const given = process.env.SYNCLINE_RUNNER_PORT;
    return given ? readPort(given, 'SYNCLINE_RUNNER_PORT') : null;
  },

  /** Whether OpenTelemetry's variables name a place for traces. */
  tracesWanted(): boolean {
    const off = process.env.OTEL_SDK_DISABLED === 'true' || process.env.OTEL_TRACES_EXPORTER === 'none';
    const { OTEL_EXPORTER_OTLP_ENDPOINT: all, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces } = process.env;
    return !off && Boolean(all || traces);
  },

  /**
   * What traces say of the process: OTEL_RESOURCE_ATTRIBUTES (`name=value` with commas between, values percent-encoded),
   * with its name from OTEL_SERVICE_NAME, from there, or the given one.
   */
  traceResource(service: string): Record<string, string> {
    const pairs = (process.env.OTEL_RESOURCE_ATTRIBUTES ?? '').split(',').flatMap((pair) => {
      const [name = '', value = ''] = pair.split('=').map((part) => part.trim());
      return name && value ? [[name, percentDecoded(value)] as const] : [];
    });
    const given = Object.fromEntries(pairs);
    return { ...given, 'service.name': process.env.OTEL_SERVICE_NAME || given['service.name'] || service };
  },

  isProduction(): boolean {
    return process.env.NODE_ENV === 'production';
  },

  /**
   * The key that seals secrets: 32 bytes, from SYNCLINE_SECRET_KEY (hex or base64) or from
   * `<home>/secret.key`, which is made when it is missing.
   */
  secretKey(): Buffer {
    const given = process.env.SYNCLINE_SECRET_KEY;
    if (given) return parseSecretKey(given, 'SYNCLINE_SECRET_KEY');
    const path = join(env.home(), 'secret.key');
    return parseSecretKey(readOrMakeSecretKey(path), path);
  },

  /** The environment for a child process: ours, with some of it replaced (undefined removes). */
  forChild(replace: Record<string, string | undefined>): NodeJS.ProcessEnv {
    return { ...process.env, ...replace };
  },
};

/** An address that only this machine reaches. */
function isOwnMachine(host: string): boolean {
  return /^(127\.|localhost$|::1$|\[::1\]$)/.test(host);
}

function readPort(given: string | undefined, name: string): number {
  if (!given) return 4321;
  const port = Number(given);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new SyncError('CONFIG_INVALID', `${name} is "${given}", which is no port number.`);
}

function readOrMakeSecretKey(path: string): string {
  mkdirSync(env.home(), { recursive: true });
  try {
    // `wx` makes it once, whichever process comes first.
    writeFileSync(path, `${randomBytes(32).toString('base64')}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(path, 'utf8');
}

function parseSecretKey(text: string, from: string): Buffer {
  const trimmed = text.trim();
  const key = Buffer.from(trimmed, /^[0-9a-f]{64}$/i.test(trimmed) ? 'hex' : 'base64');
  if (key.length === 32) return key;
  throw new SyncError('SECRET_KEY_INVALID', `The key in ${from} is not 32 bytes in hex or base64.`);
}
