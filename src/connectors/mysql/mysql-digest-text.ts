import { columnOf } from '#core/values/column-of.ts';
import type { DigestField } from '#core/values/digest-form.ts';
import type { MysqlDialect } from './mysql-dialect.ts';
import { zeroOf } from './mysql-literal.ts';
import type { Table, TableColumn } from './mysql-table.ts';
import { FIRST_DAY, ZERO_DAY } from './mysql-value-text.ts';

/** The number of a row's bucket, as an expression over `t`. */
export function bucketOf(dialect: MysqlDialect, table: Table, key: DigestField[], of: number): string {
  return `CAST(CONV(SUBSTR(${rowHash(dialect, table, key)}, 1, 7), 16, 10) AS UNSIGNED) % ${Math.trunc(of)}`;
}

/** The MD5 of the fields' `digestRowText`, as an expression over `t`. */
export function rowHash(dialect: MysqlDialect, table: Table, fields: DigestField[]): string {
  const parts = fields.flatMap((field) => {
    const text = formText(dialect, columnOf(table, field.name), field);
    return [`COALESCE(CHAR_LENGTH(${text}), '')`, `':'`, `COALESCE(${text}, '')`];
  });
  return `MD5(CONVERT(CONCAT(${parts.join(', ')}) USING utf8mb4))`;
}

function formText(dialect: MysqlDialect, column: TableColumn, { form }: DigestField): string {
  const name = `t.${column.quoted}`;
  if (form.kind === 'text') return canonicalText(dialect, column, name);
  if (form.kind === 'number') {
    return form.scale === null
      ? plainNumber(`${name} + 0`, `CAST(${name} + 0 AS CHAR)`)
      : plainNumber(name, `CAST(ROUND(${name}, ${Math.trunc(form.scale)}) AS CHAR)`);
  }
  return momentText(column, name, form.precision);
}

/** The digits without needless zeros behind the point. */
function plainNumber(name: string, text: string): string {
  return `(CASE WHEN ${name} IS NULL THEN NULL WHEN INSTR(${text}, '.') = 0 THEN ${text} ELSE ${withoutZeros(text)} END)`;
}

/** The canonical text of a value, as `textReader` makes it. */
function canonicalText(dialect: MysqlDialect, column: TableColumn, name: string): string {
  const { form } = column;
  switch (form.kind) {
    case 'whole':
    case 'bits':
    case 'year':
    case 'decimal':
      return `CAST(${name} + 0 AS CHAR)`;
    case 'boolean':
      return `(CASE ${name} + 0 WHEN 1 THEN 't' WHEN 0 THEN 'f' ELSE CAST(${name} + 0 AS CHAR) END)`;
    // Very large and very small floats are spelled otherwise than elsewhere: those are read and compared.
    case 'float64':
      return `CAST(${name} AS CHAR)`;
    // The server prints six digits of a float32, which often are all that there are.
    case 'float32':
      return `(CASE WHEN CAST(CAST(${name} AS CHAR) AS FLOAT) = ${name} THEN CAST(${name} AS CHAR) ELSE CAST(${name} + 0e0 AS CHAR) END)`;
    case 'bytes':
    case 'opaque':
      return `CONCAT('\\\\x', LOWER(HEX(${name})))`;
    case 'date':
    case 'time':
    case 'duration':
    case 'timestamp':
    case 'timestamptz':
      return momentText(column, name, null);
    case 'json':
      return dialect.mariadb ? `CONVERT(${name} USING utf8mb4)` : `CAST(${name} AS CHAR)`;
    case 'uuid':
    case 'inet':
      return `CAST(${name} AS CHAR)`;
    default:
      return `CONVERT(${name} USING utf8mb4)`;
  }
}

/** A date or time as text; with fewer digits of the second than the column has, rounded to them. */
function momentText(column: TableColumn, name: string, precision: number | null): string {
  const { form } = column;
  const own = 'precision' in form ? form.precision : 0;
  const rounds = precision !== null && precision < own;
  const digits = rounds ? precision : own;
  const moment = rounds ? rounded(form.kind, name, precision) : name;
  const whole = rounds
    ? `LEFT(CAST(${moment} AS CHAR), ${charactersOf(form.kind, moment, digits)})`
    : `CAST(${moment} AS CHAR)`;
  const short = digits > 0 ? withoutZeros(whole) : whole;
  const shown = form.kind === 'timestamptz' ? `CONCAT(${short}, '+00')` : short;
  const zero = zeroOf(column);
  if (zero === null || column.zeroDates === 'keep') return shown;
  const instead = column.zeroDates === 'empty' ? 'NULL' : `REPLACE(${shown}, '${ZERO_DAY}', '${FIRST_DAY}')`;
  return `(CASE WHEN ${name} = ${zero} THEN ${instead} ELSE ${shown} END)`;
}

/** Half a unit more, so that what is cut afterwards is rounded: up, and before 2000 down at a tie (see `fitMoment`). */
function rounded(kind: string, name: string, precision: number): string {
  const unit = 10 ** (6 - precision);
  const half = Math.floor(unit / 2);
  if (kind === 'time' || kind === 'duration') {
    return `ADDTIME(CAST(${name} AS TIME(6)), SEC_TO_TIME(${half / 1e6}))`;
  }
  return `(CAST(${name} AS DATETIME(6)) + INTERVAL IF(${name} >= '2000-01-01', ${half}, ${unit - 1 - half}) MICROSECOND)`;
}

/** How many characters of the text with six digits are left; hours may have three. */
function charactersOf(kind: string, moment: string, digits: number): string {
  const fraction = digits === 0 ? 0 : digits + 1;
  if (kind !== 'time' && kind !== 'duration') return String(19 + fraction);
  return `CHAR_LENGTH(CAST(${moment} AS CHAR)) - ${7 - fraction}`;
}

function withoutZeros(text: string): string {
  return `TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM ${text}))`;
}
