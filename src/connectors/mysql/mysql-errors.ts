import type { ErrorCode } from '#core/errors/codes.ts';
import { socketErrorCode } from '#core/errors/socket-error-code.ts';
import { SyncError } from '#core/errors/sync-error.ts';
import { failedAt } from './mysql-failed-at.ts';

/** What `mysql2` and Node attach to their errors. */
type DriverError = Error & {
  code?: string;
  errno?: number;
  sqlState?: string;
  sqlMessage?: string;
  errors?: unknown[];
};

/** What a server's error number means; `row`: one row's values are to blame. */
type Meaning = { code: ErrorCode; row?: true };

const of = (code: ErrorCode): Meaning => ({ code });
const row = (code: ErrorCode): Meaning => ({ code, row: true });

/** The errors that a sync can meet, by the server's own numbers, which MySQL and MariaDB share below 1900. */
const byNumber: Record<number, Meaning> = {
  1040: of('TOO_MANY_CONNECTIONS'),
  1203: of('TOO_MANY_CONNECTIONS'),
  1226: of('TOO_MANY_CONNECTIONS'),
  1044: of('PRIVILEGE_MISSING'),
  1142: of('PRIVILEGE_MISSING'),
  1143: of('PRIVILEGE_MISSING'),
  1227: of('PRIVILEGE_MISSING'),
  1290: of('PRIVILEGE_MISSING'),
  1370: of('PRIVILEGE_MISSING'),
  1792: of('PRIVILEGE_MISSING'),
  1836: of('PRIVILEGE_MISSING'),
  3118: of('AUTH_FAILED'),
  4151: of('AUTH_FAILED'),
  1045: of('AUTH_FAILED'),
  1130: of('AUTH_FAILED'),
  1698: of('AUTH_FAILED'),
  1820: of('AUTH_FAILED'),
  1862: of('AUTH_FAILED'),
  1049: of('DATABASE_MISSING'),
  1046: of('DATABASE_MISSING'),
  3159: of('TLS_FAILED'),
  1053: of('CONNECTION_LOST'),
  1077: of('CONNECTION_LOST'),
  1152: of('CONNECTION_LOST'),
  1158: of('CONNECTION_LOST'),
  1159: of('CONNECTION_LOST'),
  1160: of('CONNECTION_LOST'),
  1161: of('CONNECTION_LOST'),
  1184: of('CONNECTION_LOST'),
  1927: of('CONNECTION_LOST'),
  4031: of('CONNECTION_LOST'),
  1317: of('CONNECTION_TIMEOUT'),
  1969: of('CONNECTION_TIMEOUT'),
  3024: of('CONNECTION_TIMEOUT'),
  1205: of('LOCK_WAIT'),
  3572: of('LOCK_WAIT'),
  1213: of('DEADLOCK'),
  1020: of('DEADLOCK'),
  1180: of('DEADLOCK'),
  1146: of('STREAM_MISSING'),
  1051: of('STREAM_MISSING'),
  1932: of('STREAM_MISSING'),
  1054: of('FIELD_MISSING'),
  1412: of('SCHEMA_CHANGED'),
  1615: of('SCHEMA_CHANGED'),
  1906: of('FIELD_READ_ONLY'),
  3105: of('FIELD_READ_ONLY'),
  1153: row('VALUE_INVALID'),
  1264: row('VALUE_INVALID'),
  1265: row('VALUE_INVALID'),
  1292: row('VALUE_INVALID'),
  1366: row('VALUE_INVALID'),
  1367: row('VALUE_INVALID'),
  1406: row('VALUE_INVALID'),
  1411: row('VALUE_INVALID'),
  1416: row('VALUE_INVALID'),
  1426: row('VALUE_INVALID'),
  1441: row('VALUE_INVALID'),
  1525: row('VALUE_INVALID'),
  1690: row('VALUE_INVALID'),
  1977: row('VALUE_INVALID'),
  3140: row('VALUE_INVALID'),
  3037: row('VALUE_INVALID'),
  3643: row('VALUE_INVALID'),
  1048: row('NOT_NULL_VIOLATION'),
  1364: row('NOT_NULL_VIOLATION'),
  1263: row('NOT_NULL_VIOLATION'),
  1062: row('UNIQUE_VIOLATION'),
  1169: row('UNIQUE_VIOLATION'),
  1586: row('UNIQUE_VIOLATION'),
  1761: row('UNIQUE_VIOLATION'),
  1762: row('UNIQUE_VIOLATION'),
  1216: row('FOREIGN_KEY_VIOLATION'),
  1217: row('FOREIGN_KEY_VIOLATION'),
  1451: row('FOREIGN_KEY_VIOLATION'),
  1452: row('FOREIGN_KEY_VIOLATION'),
  3819: row('CHECK_VIOLATION'),
  4025: row('CHECK_VIOLATION'),
  1369: row('CHECK_VIOLATION'),
  1526: row('CHECK_VIOLATION'),
  1748: row('CHECK_VIOLATION'),
  1442: row('WRITE_FAILED'),
  1644: row('WRITE_FAILED'),
  1456: row('WRITE_FAILED'),
};

/** What the driver itself finds wrong. */
const byDriver: Record<string, ErrorCode> = {
  PROTOCOL_SEQUENCE_TIMEOUT: 'CONNECTION_TIMEOUT',
  PROTOCOL_CONNECTION_LOST: 'CONNECTION_LOST',
  PROTOCOL_PACKETS_OUT_OF_ORDER: 'CONNECTION_LOST',
  HANDSHAKE_NO_SSL_SUPPORT: 'TLS_FAILED',
  HANDSHAKE_SSL_ERROR: 'TLS_FAILED',
  AUTH_SWITCH_PLUGIN_ERROR: 'AUTH_FAILED',
};

const byText: [RegExp, ErrorCode][] = [
  [/does not support (secure|SSL)|TLS|certificate|secure connection/i, 'TLS_FAILED'],
  [/timed? ?out/i, 'CONNECTION_TIMEOUT'],
  [/closed state|closed the connection|Connection lost|Pool is closed|socket/i, 'CONNECTION_LOST'],
];

/**
 * Any error of the driver, the socket or the server as a SyncError with one of our codes;
 * a SyncError passes through. `doing` opens the message, e.g. `Reading contacts`.
 */
export function classifyMysqlError(error: unknown, doing?: string): SyncError {
  if (error instanceof SyncError) return error;
  const driver = firstDriverError(error);
  const said = driver.sqlMessage || driver.message || driver.code || 'unknown error';
  return new SyncError(codeOf(driver), doing ? `${doing}: ${said}` : said, {
    detail: driver.sqlState ? `Error ${driver.errno}, SQLSTATE ${driver.sqlState}.` : '',
    at: failedAt(driver),
    cause: error,
  });
}

/** The server cannot send its log from where it was asked to. */
export const NO_SUCH_LOG = 1236;

/** The server's number of the error, or null for one that did not come from the server. */
export function errorNumberOf(error: unknown): number | null {
  const source = (error instanceof SyncError ? error.cause : error) as DriverError | undefined;
  return source?.sqlState !== undefined && typeof source.errno === 'number' ? source.errno : null;
}

/** Whether one row's values are to blame, so that the other rows of a statement may still go through. */
export function isRowError(error: unknown): boolean {
  if (error instanceof SyncError && error.code === 'VALUE_INVALID') return true;
  const number = errorNumberOf(error);
  return number !== null && byNumber[number]?.row === true;
}

/** Whether a change of the table since we last looked explains the error: worth looking again. */
export function mayHaveChanged(error: unknown): boolean {
  if (error instanceof SyncError && (error.code === 'FIELD_MISSING' || error.code === 'SCHEMA_CHANGED'))
    return true;
  const number = errorNumberOf(error);
  return number !== null && tableChanged.has(number);
}

/** Unknown or read-only column, missing table, a definition that changed, another number of columns. */
const tableChanged = new Set([1054, 1146, 1412, 1615, 1136, 1906, 3105]);

/** A refused connection to several addresses comes as one AggregateError. */
function firstDriverError(error: unknown): DriverError {
  const driver = (error instanceof Error ? error : new Error(String(error))) as DriverError;
  if (Array.isArray(driver.errors) && driver.errors[0] instanceof Error)
    return driver.errors[0] as DriverError;
  return driver;
}

function codeOf(error: DriverError): ErrorCode {
  const number = errorNumberOf(error);
  if (number !== null) {
    if (byNumber[number]) return byNumber[number].code;
    // A signal of a trigger, or the range of a value, whatever its number.
    if (error.sqlState === '45000') return 'WRITE_FAILED';
    if (error.sqlState?.startsWith('22')) return 'VALUE_INVALID';
    if (error.sqlState?.startsWith('08')) return 'CONNECTION_LOST';
  }
  const known = byDriver[error.code ?? ''] ?? socketErrorCode(error.code);
  return known ?? byText.find(([pattern]) => pattern.test(error.message))?.[1] ?? 'INTERNAL';
}
