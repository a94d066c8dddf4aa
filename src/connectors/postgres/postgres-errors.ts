import type { ErrorCode } from '#core/errors/codes.ts';
import { socketErrorCode } from '#core/errors/socket-error-code.ts';
import { SyncError } from '#core/errors/sync-error.ts';

/** What `pg` and Node attach to their errors. */
type DriverError = Error & {
  code?: string;
  detail?: string;
  hint?: string;
  where?: string;
  schema?: string;
  table?: string;
  dataType?: string;
  column?: string;
  constraint?: string;
  errors?: unknown[];
};

const bySqlState: Record<string, ErrorCode> = {
  '28000': 'AUTH_FAILED',
  '28P01': 'AUTH_FAILED',
  '3D000': 'DATABASE_MISSING',
  '42501': 'PRIVILEGE_MISSING',
  '25006': 'PRIVILEGE_MISSING',
  '53300': 'TOO_MANY_CONNECTIONS',
  '57P03': 'CONNECTION_REFUSED',
  '57P01': 'CONNECTION_LOST',
  '57P02': 'CONNECTION_LOST',
  '57P05': 'CONNECTION_LOST',
  '25P03': 'CONNECTION_LOST',
  '57014': 'CONNECTION_TIMEOUT',
  '55P03': 'LOCK_WAIT',
  '40P01': 'DEADLOCK',
  '40001': 'DEADLOCK',
  '55006': 'SLOT_BUSY',
  '53400': 'SLOTS_EXHAUSTED',
  '58P01': 'SLOT_INVALIDATED',
  '42P01': 'STREAM_MISSING',
  '3F000': 'STREAM_MISSING',
  '42703': 'FIELD_MISSING',
  '42704': 'SCHEMA_CHANGED',
  '42804': 'SCHEMA_CHANGED',
  '0A000': 'SCHEMA_CHANGED',
  '428C9': 'FIELD_READ_ONLY',
  '23502': 'NOT_NULL_VIOLATION',
  '23503': 'FOREIGN_KEY_VIOLATION',
  '23505': 'UNIQUE_VIOLATION',
  '23514': 'CHECK_VIOLATION',
  '23P01': 'UNIQUE_VIOLATION',
  '44000': 'CHECK_VIOLATION',
};

const byClass: Record<string, ErrorCode> = {
  '08': 'CONNECTION_LOST',
  '22': 'VALUE_INVALID',
  '23': 'CHECK_VIOLATION',
  P0: 'WRITE_FAILED',
  '09': 'WRITE_FAILED',
  '21': 'WRITE_FAILED',
  '38': 'WRITE_FAILED',
  '39': 'WRITE_FAILED',
  '54': 'WRITE_FAILED',
};

const byText: [RegExp, ErrorCode][] = [
  [
    /does not support SSL|SSL connection|TLS|certificate|no pg_hba\.conf entry.*(no|SSL) encryption/i,
    'TLS_FAILED',
  ],
  [/timeout expired|connection timeout|timeout exceeded/i, 'CONNECTION_TIMEOUT'],
  [
    /Connection terminated|connection is not queryable|connection error|not queryable|socket/i,
    'CONNECTION_LOST',
  ],
  [/password must be a string|SASL|SCRAM/i, 'AUTH_FAILED'],
];

/**
 * Any error of the driver, the socket or the server as a SyncError with one of our codes;
 * a SyncError passes through. `doing` opens the message, e.g. `Reading public.contacts`.
 */
export function classifyPostgresError(error: unknown, doing?: string): SyncError {
  if (error instanceof SyncError) return error;
  const driver = firstDriverError(error);
  const code = codeOf(driver);
  const said = driver.message || driver.code || 'unknown error';
  const at = { field: driver.column ?? null, constraint: driver.constraint ?? null };
  return new SyncError(code, doing ? `${doing}: ${said}` : said, {
    detail: detailOf(driver),
    at,
    cause: error,
  });
}

/** The five-character SQLSTATE, or null for an error that did not come from the server. */
export function sqlStateOf(error: unknown): string | null {
  const source = error instanceof SyncError ? error.cause : error;
  const code = (source as DriverError | undefined)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && socketErrorCode(code) === null
    ? code
    : null;
}

/** Whether one row's values are to blame, so that the other rows of a statement may still go through. */
export function isRowError(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state === null) return false;
  if (/^(22|23|P0|09|21|38|39|54)/.test(state) || state === '428C9' || state === '44000') return true;
  // An error inside a trigger concerns the rows that fire it.
  const source = error instanceof SyncError ? error.cause : error;
  const where = (source as DriverError).where;
  return /^42/.test(state) && where !== undefined && /function|PL\//.test(where);
}

/** Whether a change of the table since we last looked explains the error: worth looking again. */
export function mayHaveChanged(error: unknown): boolean {
  if (error instanceof SyncError && (error.code === 'FIELD_MISSING' || error.code === 'SCHEMA_CHANGED'))
    return true;
  const state = sqlStateOf(error);
  return state !== null && tableChanged.has(state);
}

const tableChanged = new Set(['42703', '42P01', '42804', '42846', '42883', '42P10', '0A000', '26000']);

/** A refused connection to several addresses comes as one AggregateError. */
function firstDriverError(error: unknown): DriverError {
  const driver = (error instanceof Error ? error : new Error(String(error))) as DriverError;
  if (driver.code === undefined && Array.isArray(driver.errors) && driver.errors[0] instanceof Error) {
    return driver.errors[0] as DriverError;
  }
  return driver;
}

function codeOf(error: DriverError): ErrorCode {
  const state = sqlStateOf(error);
  if (state !== null) return codeOfState(state, error);
  const bySocket = socketErrorCode(error.code);
  return bySocket ?? byText.find(([pattern]) => pattern.test(error.message))?.[1] ?? 'INTERNAL';
}

function codeOfState(state: string, error: DriverError): ErrorCode {
  if (/replication slot/.test(error.message)) {
    if (state === '42704') return 'SLOT_LOST';
    if (state === '55000') return 'SLOT_INVALIDATED';
  }
  if (state === '55000' && /replica identity/.test(error.message)) return 'KEY_MISSING';
  if (state === '55000' && /wal_level/.test(error.message)) return 'LOG_LEVEL';
  if (state === '28000' && /pg_hba\.conf/.test(error.message) && /no encryption/.test(error.message)) {
    return 'TLS_FAILED';
  }
  return bySqlState[state] ?? byClass[state.slice(0, 2)] ?? 'INTERNAL';
}

/** What an error is about: its table, or the type where a domain's check is broken. */
function placeOf({ schema, table, dataType }: DriverError): string {
  return `${schema}.${table ?? dataType}`;
}

function detailOf(error: DriverError): string {
  const parts = [
    error.detail,
    error.hint,
    error.constraint && `Constraint ${error.constraint} of ${placeOf(error)}.`,
    !error.constraint && error.column && `Field ${error.column} of ${placeOf(error)}.`,
    error.where,
    sqlStateOf(error) && `SQLSTATE ${error.code}.`,
  ];
  return parts.filter(Boolean).join('\n');
}
