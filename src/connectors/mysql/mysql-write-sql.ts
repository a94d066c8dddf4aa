import { columnOf } from '#core/values/column-of.ts';
import type { Value } from '#core/values/value.ts';
import type { PlacedWrite, WriteShape } from '#core/writing/write-group.ts';
import { exactly, keyEquals } from './mysql-compare.ts';
import type { MysqlDialect } from './mysql-dialect.ts';
import { rowReader } from './mysql-row-reader.ts';
import { keyedTable, type Table } from './mysql-table.ts';
import { literalRows, valueRows } from './mysql-value-rows.ts';

type Shape = WriteShape<Table>;

/** What a write's row holds: `k…` find the record, `v…` are written, `g…` guard. */
export type RowPart = 'key' | 'set' | 'guard';

const letters = { key: 'k', set: 'v', guard: 'g' } as const;

/** The writes' values as literal rows, part by part. Throws `VALUE_INVALID`. */
export function writeRows(shape: Shape, items: readonly PlacedWrite[], parts: RowPart[]): string[] {
  const fields = parts.flatMap((part) => shape[part].map((field) => ({ part, field })));
  return literalRows(
    fields.map(({ field }) => columnOf(shape.table, field)),
    items.map(({ write }) => fields.map(({ part, field }) => writtenValue(write, part, field))),
  );
}

function writtenValue(write: PlacedWrite['write'], part: RowPart, field: string): Value {
  if (part === 'guard') return write.guard?.[field] ?? null;
  if (part === 'key') return write.key[field] ?? null;
  const value = write.set[field];
  return (value === undefined ? write.key[field] : value) ?? null;
}

/** The literal rows as the table `s`. @param parts of which `rows` were made */
function rowsAsTable(dialect: MysqlDialect, shape: Shape, rows: readonly string[], parts: RowPart[]): string {
  const names = parts.flatMap((part) => shape[part].map((_, i) => `${letters[part]}${i}`));
  return `${valueRows(dialect, names, rows)} AS s`;
}

/** Creates records, without a look at what is there. @param rows made of the part `set` */
export function insertSql({ table, set }: Pick<Shape, 'table' | 'set'>, rows: readonly string[]): string {
  const columns = set.map((field) => columnOf(table, field).quoted).join(', ');
  return `INSERT INTO ${table.quoted} (${columns}) VALUES (${rows.join('), (')})`;
}

/** Whether an update of this shape changes anything: an upsert leaves its key alone. */
export function assigns(shape: Shape): boolean {
  return assigned(shape).length > 0;
}

function assigned(shape: Shape): { field: string; value: string }[] {
  return shape.set
    .map((field, i) => ({ field, value: `s.v${i}` }))
    .filter(({ field }) => shape.op === 'update' || !shape.key.includes(field));
}

/**
 * Changes the records that hold what the guard asks; without a guard, those that do not hold the result yet.
 *
 * @param rows made of `key`, `set` and, unless `locked`, `guard`
 * @param locked the rows were read and locked: what they hold is known
 */
export function updateSql(
  dialect: MysqlDialect,
  shape: Shape,
  rows: readonly string[],
  { locked }: { locked: boolean },
): string {
  const { table } = shape;
  const parts: RowPart[] = locked ? ['key', 'set'] : ['key', 'set', 'guard'];
  const sets = assigned(shape).map(({ field, value }) => `t.${columnOf(table, field).quoted} = ${value}`);
  const condition = locked
    ? 'TRUE'
    : shape.guard.length > 0
      ? guardCondition(dialect, shape)
      : `NOT (${holdsResult(dialect, shape)})`;
  return `UPDATE ${rowsAsTable(dialect, shape, rows, parts)} STRAIGHT_JOIN ${keyedTable(table, shape.key)} ON ${keyCondition(dialect, shape)}
    SET ${[...sets, ...keptSql(shape)].join(', ')} WHERE ${condition}`;
}

/**
 * What the server would fill in by itself on every update, and is part of the lane (it is guarded): keeps
 * its value, since our own change of it would not be carried to the other side.
 */
function keptSql({ table, guard, set }: Shape): string[] {
  return guard
    .filter((field) => !set.includes(field) && columnOf(table, field).touchedByUpdate)
    .map((field) => `t.${columnOf(table, field).quoted} = t.${columnOf(table, field).quoted}`);
}

/** Puts another value into the records that hold what the guard asks. @param rows made of `key`, `set`, `guard` */
export function asideSql(
  dialect: MysqlDialect,
  shape: Shape,
  rows: readonly string[],
  assignment: string,
): string {
  const guard = shape.guard.length > 0 ? guardCondition(dialect, shape) : 'TRUE';
  return `UPDATE ${rowsAsTable(dialect, shape, rows, ['key', 'set', 'guard'])} STRAIGHT_JOIN ${keyedTable(shape.table, shape.key)}
    ON ${keyCondition(dialect, shape)} SET t.${assignment} WHERE ${guard}`;
}

/** Deletes the records that hold what the guard asks. @param rows made of `key` and, unless `locked`, `guard` */
export function deleteSql(
  dialect: MysqlDialect,
  shape: Shape,
  rows: readonly string[],
  { locked }: { locked: boolean },
): string {
  const parts: RowPart[] = locked ? ['key'] : ['key', 'guard'];
  const guard = locked || shape.guard.length === 0 ? 'TRUE' : guardCondition(dialect, shape);
  return `DELETE t FROM ${rowsAsTable(dialect, shape, rows, parts)} STRAIGHT_JOIN ${keyedTable(shape.table, shape.key)}
    ON ${keyCondition(dialect, shape)} WHERE ${guard}`;
}

/** The numbers of the writes whose record is not there. @param rows made of `key` */
export function absentSql(dialect: MysqlDialect, shape: Shape, rows: readonly string[]): string {
  const { quoted } = columnOf(shape.table, shape.key[0]!);
  return `SELECT s.n FROM ${rowsAsTable(dialect, shape, rows, ['key'])} LEFT JOIN ${keyedTable(shape.table, shape.key)}
    ON ${keyCondition(dialect, shape)} WHERE t.${quoted} IS NULL ORDER BY s.n`;
}

/**
 * The records that the writes mean, locked: the write's number and these fields.
 *
 * @param rows made of `key`
 */
export function existingSql(
  dialect: MysqlDialect,
  shape: Shape,
  rows: readonly string[],
  fields: string[],
): string {
  const reader = rowReader(fields.map((field) => columnOf(shape.table, field)));
  return `SELECT s.n, ${reader.selected('t')} FROM ${rowsAsTable(dialect, shape, rows, ['key'])}
    STRAIGHT_JOIN ${keyedTable(shape.table, shape.key)} ON ${keyCondition(dialect, shape)} FOR UPDATE`;
}

/**
 * Pairs of writes (their numbers) of which the first wants the values of a unique index that the second's
 * record holds.
 *
 * @param takers made of `key` and `set`; they have this shape
 * @param holders keys of records, made of `key`
 */
export function heldSql(
  dialect: MysqlDialect,
  shape: Shape,
  unique: string[],
  takers: readonly string[],
  holders: readonly string[],
): string {
  const { table } = shape;
  const names = (parts: RowPart[]) =>
    parts.flatMap((part) => shape[part].map((_, i) => `${letters[part]}${i}`));
  const wanted = unique.map((field) => {
    const column = columnOf(table, field);
    const at = shape.set.indexOf(field);
    return at < 0
      ? `held.${column.quoted} = own.${column.quoted}`
      : keyEquals(dialect, column, 'held', `s.v${at}`);
  });
  const same = (alias: string, rows: string) =>
    shape.key
      .map((field, i) => keyEquals(dialect, columnOf(table, field), alias, `${rows}.k${i}`))
      .join(' AND ');
  return `SELECT s.n, h.n FROM ${valueRows(dialect, names(['key', 'set']), takers)} AS s
    STRAIGHT_JOIN ${table.quoted} AS own ON ${same('own', 's')}
    STRAIGHT_JOIN ${table.quoted} AS held ON ${wanted.join(' AND ')}
    STRAIGHT_JOIN ${valueRows(dialect, names(['key']), holders)} AS h ON ${same('held', 'h')}`;
}

/** `t` is the row that the write means. */
export function keyCondition(dialect: MysqlDialect, shape: Shape): string {
  return shape.key
    .map((field, i) => {
      const column = columnOf(shape.table, field);
      const found = keyEquals(dialect, column, 't', `s.k${i}`);
      if (column.field.folds === undefined) return found;
      // The index finds what the collation takes for the same key; another spelling is another record's. A CHAR
      // holds no spaces at its end.
      const padded = /^char\b/i.test(column.field.nativeType);
      const wanted = padded ? `TRIM(TRAILING ' ' FROM s.k${i})` : `s.k${i}`;
      return `${found} AND ${exactly(dialect, column, 't', wanted)}`;
    })
    .join(' AND ');
}

/** `t` holds what the guard asks, exactly. */
export function guardCondition(dialect: MysqlDialect, { table, guard }: Shape): string {
  return guard.map((field, i) => exactly(dialect, columnOf(table, field), 't', `s.g${i}`)).join(' AND ');
}

/** `t` holds everything that the write sets, exactly. */
function holdsResult(dialect: MysqlDialect, { table, set }: Shape): string {
  if (set.length === 0) return 'TRUE';
  return set.map((field, i) => exactly(dialect, columnOf(table, field), 't', `s.v${i}`)).join(' AND ');
}
