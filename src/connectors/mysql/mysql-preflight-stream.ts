import type { ErrorCode } from '#core/errors/codes.ts';
import type { PreflightFinding } from '#core/ports/preflight.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { quoteText } from './mysql-names.ts';
import { oddValues } from './mysql-odd-values.ts';
import { lackingRights } from './mysql-rights.ts';
import type { Table, TableColumn } from './mysql-table.ts';

type Check = {
  database: MysqlDatabase;
  stream: string;
  table: Table;
  /** Quoted for a GRANT. */
  user: string;
  reads: boolean;
  writes: boolean;
};
type Severity = PreflightFinding['severity'];

/** Rows at which values are looked at. */
const LOOKED_AT = 100_000;

/** Everything about one table. */
export async function checkStream(check: Check): Promise<PreflightFinding[]> {
  const report = (
    code: ErrorCode,
    severity: Severity,
    title: string,
    detail: string,
    fix: string | null = null,
  ) => ({
    code,
    severity,
    title,
    detail,
    fix,
    stream: check.stream,
  });
  const rights = await checkRights(check, report);
  const readable = rights.every(({ severity }) => severity === 'ok');
  return [
    ...rights,
    ...checkEngine(check, report),
    ...checkKey(check, report),
    ...checkReferences(check, report),
    ...checkCharacters(check, report),
    ...(await checkTriggers(check, report)),
    ...(readable ? await checkValues(check, report) : []),
  ];
}

type Report = (
  code: ErrorCode,
  severity: Severity,
  title: string,
  detail: string,
  fix?: string | null,
) => PreflightFinding;

async function checkRights(
  { database, stream, table, user, writes }: Check,
  report: Report,
): Promise<PreflightFinding[]> {
  const lacking = await lackingRights(
    database,
    table,
    writes ? ['SELECT', 'INSERT', 'UPDATE', 'DELETE'] : ['SELECT'],
  );
  return [
    lacking.length === 0
      ? report(
          'PRIVILEGE_MISSING',
          'ok',
          `${stream} can be ${writes ? 'read and written' : 'read'}`,
          'The user has the privileges.',
        )
      : report(
          'PRIVILEGE_MISSING',
          'error',
          `The user lacks ${lacking.join(', ')} on ${stream}`,
          'The sync cannot read and write it.',
          `GRANT ${lacking.join(', ')} ON ${table.quoted} TO ${user};`,
        ),
  ];
}

function checkEngine({ stream, table }: Check, report: Report): PreflightFinding[] {
  if (table.engine.toUpperCase() === 'INNODB') return [];
  return [
    report(
      'STREAM_UNSUPPORTED',
      'error',
      `${stream} is stored by ${table.engine}`,
      'Only InnoDB has transactions, without which a row and the note that it was written do not stand or fall together.',
      `ALTER TABLE ${table.quoted} ENGINE = InnoDB;`,
    ),
  ];
}

function checkKey({ stream, table }: Check, report: Report): PreflightFinding[] {
  if (table.key.length > 0) {
    return [report('KEY_MISSING', 'ok', `${stream} has a primary key`, 'One record is found by it.')];
  }
  const unique = table.uniqueSets[0];
  return [
    report(
      'KEY_MISSING',
      unique ? 'warning' : 'error',
      `${stream} has no primary key`,
      unique
        ? `Records can be matched by the unique index over ${unique.fields.join(', ')}.`
        : 'No unique index finds exactly one record.',
      `ALTER TABLE ${table.quoted} ADD PRIMARY KEY (…);`,
    ),
  ];
}

/** InnoDB carries such changes out below the log, which never hears of them. */
function checkReferences({ stream, table, reads }: Check, report: Report): PreflightFinding[] {
  const cascading = table.foreignKeys.filter(({ cascades }) => cascades);
  if (!reads || cascading.length === 0) return [];
  const parents = cascading.map(({ parent }) => parent).join(', ');
  return [
    report(
      'LOG_LEVEL',
      'warning',
      `References of ${stream} change its rows outside the log`,
      `When a row of ${parents} is deleted or its key changes, the server changes or deletes rows of ${stream} by ON DELETE or ON UPDATE, and does not log it. A verification finds such rows. Let the application delete them instead.`,
    ),
  ];
}

function checkCharacters({ stream, table, writes }: Check, report: Report): PreflightFinding[] {
  const narrow = [...table.columns.values()].filter(
    ({ charset, form }) => form.kind === 'text' && charset !== null && charset !== 'utf8mb4',
  );
  if (!writes || narrow.length === 0) return [];
  const names = narrow.map(({ name, charset }) => `${name} (${charset})`).join(', ');
  return [
    report(
      'VALUE_INVALID',
      'warning',
      `Some fields of ${stream} hold not every character`,
      `${names}: records with other characters will be refused.`,
      `ALTER TABLE ${table.quoted} CONVERT TO CHARACTER SET utf8mb4;`,
    ),
  ];
}

async function checkTriggers(
  { database, stream, table, writes }: Check,
  report: Report,
): Promise<PreflightFinding[]> {
  if (!writes) return [];
  const rows = await database.rows(
    `SELECT TRIGGER_NAME FROM information_schema.TRIGGERS
     WHERE EVENT_OBJECT_SCHEMA = ${quoteText(table.name.schema)} AND EVENT_OBJECT_TABLE = ${quoteText(table.name.table)}`,
  );
  if (rows.length === 0) return [];
  return [
    report(
      'WRITE_FAILED',
      'warning',
      `${stream} has triggers`,
      `${rows.map(([name]) => name).join(', ')}: what a trigger makes of a row that the sync writes is not carried back to the other side.`,
    ),
  ];
}

/** Values that the connection's settings have a word about: looked for in the first rows. */
async function checkValues(
  { database, stream, table, reads }: Check,
  report: Report,
): Promise<PreflightFinding[]> {
  if (!reads) return [];
  const columns = [...table.columns.values()];
  const counts = await oddValues(database, table, columns, LOOKED_AT);
  return columns.flatMap((column, i) => {
    const count = counts[i] ?? 0;
    return count === 0 ? [] : [report('CAST_FAILED', 'warning', ...oddWords(stream, table, column, count))];
  });
}

function oddWords(
  stream: string,
  table: Table,
  { name, form }: TableColumn,
  count: number,
): [string, string, string] {
  const field = `${table.name.table}.${name}`;
  if (form.kind === 'boolean') {
    return [
      `${name} of ${stream} holds more than yes and no`,
      `${count} of its first rows hold other numbers than 0 and 1, which no boolean can be.`,
      `Add ${field} to the connection’s setting “number fields”.`,
    ];
  }
  if (form.kind === 'time') {
    return [
      `${name} of ${stream} holds durations`,
      `${count} of its first rows hold times below zero or beyond 24 hours, which no time of day can be.`,
      `Add ${field} to the connection’s setting “duration fields”.`,
    ];
  }
  return [
    `${name} of ${stream} holds the zero date`,
    `${count} of its first rows do. No other system knows it: they will be refused there.`,
    'Choose in the connection’s setting “zero dates” how it is shown to the other side.',
  ];
}
