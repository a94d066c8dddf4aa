import type { PreflightFinding } from '#core/ports/preflight.ts';
import { MISFIT_MARK } from '#core/values/misfit-mark.ts';
import { classifySqliteError } from './sqlite-errors.ts';
import type { SqliteHandle } from './sqlite-handle.ts';
import { quoteText } from './sqlite-names.ts';
import { listed } from './sqlite-snapshot.ts';
import type { Table } from './sqlite-table.ts';

/** Rows that are looked at for values that do not fit their columns. */
const LOOKED_AT = 1000;
const builtIn = new Set(['BINARY', 'NOCASE', 'RTRIM']);

/** What one table needs. */
export function checkStream(
  handle: SqliteHandle,
  table: Table,
  use: 'source' | 'target' | 'both',
): PreflightFinding[] {
  return [
    checkKey(table),
    ...checkCollations(table),
    ...(use === 'target' ? [] : checkUniques(table)),
    ...(use === 'source' ? [] : checkTriggers(handle, table)),
    ...(table.strict ? [] : checkValues(handle, table)),
  ];
}

function checkKey(table: Table): PreflightFinding {
  const base = { code: 'KEY_MISSING' as const, stream: table.stream };
  if (table.key.length === 0) {
    return {
      ...base,
      severity: 'warning',
      title: `${table.stream} has no primary key`,
      detail:
        'Its rows are found by the fields that a mapping matches by; they should be unique, and never null.',
      fix: `CREATE UNIQUE INDEX … ON ${table.quoted} (…);`,
    };
  }
  const nullable = table.key.filter((field) => table.columns.get(field)?.nullable);
  if (nullable.length === 0) {
    return { ...base, severity: 'ok', title: `${table.stream} has a key`, detail: '', fix: null };
  }
  return {
    ...base,
    severity: 'warning',
    title: `The key of ${table.stream} may be null`,
    detail: `SQLite lets ${nullable.join(', ')} be null, key or not. Such rows are left out.`,
    fix: `Declare it NOT NULL, or the table WITHOUT ROWID or STRICT.`,
  };
}

/** A collation that the program brings along is not known here: every statement that needs it would fail. */
function checkCollations(table: Table): PreflightFinding[] {
  const strange = [...table.columns.values()].filter(({ collation }) => !builtIn.has(collation));
  return strange.map(({ name, collation }) => ({
    code: 'SERVER_UNSUPPORTED',
    severity: 'error',
    title: `${table.stream}.${name} has the collation ${collation}`,
    detail:
      'It belongs to the program that made the file. SQLite alone cannot write to an index that is ordered by it.',
    stream: table.stream,
    fix: 'Use BINARY, NOCASE or RTRIM for the index.',
  }));
}

function checkUniques(table: Table): PreflightFinding[] {
  if (table.otherUniques.length === 0) return [];
  return [
    {
      code: 'BEFORE_IMAGE_PARTIAL',
      severity: 'warning',
      title: `${table.stream} has unique indexes over a part of its rows`,
      detail: `SQLite tells no trigger of rows that INSERT OR REPLACE deletes by way of ${table.otherUniques.join(', ')}. Verify finds them.`,
      stream: table.stream,
      fix: 'Programs that write with OR REPLACE should run PRAGMA recursive_triggers = ON; on their connections.',
    },
  ];
}

function checkValues(handle: SqliteHandle, table: Table): PreflightFinding[] {
  const columns = [...table.columns.values()];
  const rows = handle.all(`SELECT ${listed(columns)} FROM ${table.quoted} LIMIT ${LOOKED_AT}`);
  return columns.flatMap((column, i): PreflightFinding[] => {
    const misfits = rows.flatMap((row) => {
      const value = column.decode(row[i] ?? null);
      return value?.startsWith(MISFIT_MARK) ? [value.slice(MISFIT_MARK.length)] : [];
    });
    if (misfits.length === 0) return [];
    return [
      {
        code: 'VALUE_INVALID',
        severity: 'warning',
        title: `${table.stream}.${column.name} holds values that are no ${column.declared}`,
        detail: `${misfits.length} of the first ${rows.length} rows, e.g. ${misfits[0]!.slice(0, 80)}. Their records fail, visibly, until they are corrected.`,
        stream: table.stream,
        fix: `SELECT ${column.quoted}, typeof(${column.quoted}) FROM ${table.quoted};`,
      },
    ];
  });
}

/** Triggers of the owner that call what only their program brings along: no row could be written. */
function checkTriggers(handle: SqliteHandle, table: Table): PreflightFinding[] {
  const column = [...table.columns.values()].find(({ generated }) => !generated)?.quoted;
  const statements = [
    `INSERT INTO ${table.quoted} (${column}) VALUES (NULL)`,
    `UPDATE ${table.quoted} SET ${column} = NULL`,
    `DELETE FROM ${table.quoted}`,
  ];
  try {
    for (const sql of statements) handle.all(`EXPLAIN ${sql}`);
    return [];
  } catch (error) {
    const { code, message } = classifySqliteError(error);
    return [
      {
        code,
        severity: 'error',
        title: `${table.stream} cannot be written to`,
        detail: `SQLite alone cannot run what a trigger, a check or a default of it asks for: ${message}.`,
        stream: table.stream,
        fix: `SELECT name, sql FROM sqlite_schema WHERE tbl_name = ${quoteText(table.name)};`,
      },
    ];
  }
}
