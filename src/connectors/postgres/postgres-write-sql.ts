import { columnOf } from '#core/values/column-of.ts';
import type { Value } from '#core/values/value.ts';
import type { PlacedWrite } from '#core/writing/write-group.ts';
import { sameValue } from './postgres-compare.ts';
import type { Statement } from './postgres-database.ts';
import {
  foldsTexts,
  isUniqueKey,
  keyEquals,
  type TableColumn,
  type WriteGroup,
  type WriteShape,
} from './postgres-table.ts';
import { type UnnestColumn, unnestRows } from './postgres-unnest.ts';

/**
 * The statements that write groups of this shape, in order; each takes what the one before left.
 * Each returns the numbers (from 1) of the writes that it carried out.
 */
export function writeSteps(shape: WriteShape): ((group: WriteGroup) => Statement)[] {
  const unique = canConflict(shape);
  const assigns = shape.set.some((field) => shape.op === 'update' || !shape.key.includes(field));
  switch (shape.op) {
    case 'insert':
      return [insertSql];
    case 'update':
      return assigns ? [updateSql] : [];
    case 'delete':
      return [deleteSql];
    case 'upsert':
      return unique ? [upsertSql] : assigns ? [updateSql, insertSql] : [insertSql];
  }
}

/** The columns of a group's writes as a set of rows: `k…` find the record, `v…` are written, `g…` guard. */
export function groupRows(group: WriteGroup): { sql: string; values: string[] } {
  const { shape, items } = group;
  const columns = [
    ...shape.key.map((field, i) =>
      unnestColumn(shape, `k${i}`, field, items, ({ write }) => write.key[field]),
    ),
    ...shape.set.map((field, i) =>
      unnestColumn(shape, `v${i}`, field, items, ({ write }) =>
        write.set[field] === undefined ? write.key[field] : write.set[field],
      ),
    ),
    ...shape.guard.map((field, i) =>
      unnestColumn(shape, `g${i}`, field, items, ({ write }) => write.guard?.[field]),
    ),
  ];
  return unnestRows(columns);
}

/** `t` is the row that the write means. */
export function keyCondition(shape: WriteShape): string {
  return shape.key
    .map((field, i) => isKey(columnOf(shape.table, field), column('t', shape, field), `s.k${i}`))
    .join(' AND ');
}

/** The index finds what the column takes for the same key; another spelling is another record's. */
export function isKey(column: TableColumn, left: string, right: string): string {
  const found = keyEquals(column, left, right);
  return foldsTexts(column) ? `${found} AND ${sameValue(column, left, right, undefined)}` : found;
}

/**
 * Whether `ON CONFLICT` finds the record that is meant: there must be a unique index to name, and no row under
 * another spelling of the key that it would take for that record.
 */
function canConflict({ table, key }: WriteShape): boolean {
  return isUniqueKey(table, key) && !key.some((field) => foldsTexts(columnOf(table, field)));
}

/** `alias` holds everything that the write sets. */
export function holdsResult(shape: WriteShape, alias: string): string {
  if (shape.set.length === 0) return 'true';
  return shape.set
    .map((field, i) =>
      sameValue(columnOf(shape.table, field), column(alias, shape, field), `s.v${i}`, shape.compareAs[field]),
    )
    .join(' AND ');
}

function unnestColumn(
  shape: WriteShape,
  as: string,
  field: string,
  items: PlacedWrite[],
  pick: (item: PlacedWrite) => Value | undefined,
): UnnestColumn {
  return { as, column: columnOf(shape.table, field), values: items.map(pick) };
}

function insertSql(group: WriteGroup): Statement {
  const { shape } = group;
  const { table } = shape;
  const source = groupRows(group);
  const columns = shape.set.map((field) => columnOf(table, field));
  const unique = canConflict(shape);
  const absent = unique
    ? ''
    : `WHERE NOT EXISTS (SELECT FROM ${table.quoted} AS t WHERE ${keyCondition(shape)})`;
  const conflict = unique
    ? `ON CONFLICT ${quotedList(shape.key.map((field) => columnOf(table, field)))} DO NOTHING`
    : '';
  const returned = shape.key.map((field, i) => `t.${columnOf(table, field).quoted} AS k${i}`).join(', ');
  const joined = shape.key
    .map((field, i) => keyEquals(columnOf(table, field), `written.k${i}`, `s.k${i}`))
    .join(' AND ');
  return {
    text: `WITH s AS MATERIALIZED ${source.sql},
      written AS (
        INSERT INTO ${table.quoted} AS t ${quotedList(columns)}${overriding(columns)}
        SELECT ${columns.map((_, i) => `s.v${i}`).join(', ')} FROM s ${absent} ORDER BY s.n
        ${conflict} RETURNING ${returned}
      )
      SELECT s.n FROM s JOIN written ON ${joined}`,
    values: source.values,
  };
}

/** Writes only where something differs, so that a repetition leaves no trace in the log. */
function upsertSql(group: WriteGroup): Statement {
  const { shape } = group;
  const { table } = shape;
  const source = groupRows(group);
  const columns = shape.set.map((field) => columnOf(table, field));
  const keys = shape.key.map((field) => columnOf(table, field));
  const changing = columns.filter((column) => !shape.key.includes(column.name));
  const differs = changing.map(
    (c) => `NOT (${sameValue(c, `t.${c.quoted}`, `excluded.${c.quoted}`, shape.compareAs[c.name])})`,
  );
  const action =
    changing.length === 0
      ? 'DO NOTHING'
      : `DO UPDATE SET ${changing.map((c) => `${c.quoted} = excluded.${c.quoted}`).join(', ')} WHERE ${differs.join(' OR ')}`;
  const joined = keys.map((column, i) => keyEquals(column, `written.k${i}`, `s.k${i}`)).join(' AND ');
  return {
    text: `WITH s AS MATERIALIZED ${source.sql},
      written AS (
        INSERT INTO ${table.quoted} AS t ${quotedList(columns)}${overriding(columns)}
        SELECT ${columns.map((_, i) => `s.v${i}`).join(', ')} FROM s ORDER BY s.n
        ON CONFLICT ${quotedList(keys)} ${action} RETURNING ${keys.map((c, i) => `t.${c.quoted} AS k${i}`).join(', ')}
      )
      SELECT s.n FROM s JOIN written ON ${joined}`,
    values: source.values,
  };
}

function updateSql(group: WriteGroup): Statement {
  const { shape } = group;
  const { table } = shape;
  const source = groupRows(group);
  const assigned = shape.set
    .map((field, i) => ({ field, sql: `${columnOf(table, field).quoted} = s.v${i}` }))
    .filter(({ field }) => shape.op === 'update' || !shape.key.includes(field));
  const condition = shape.guard.length > 0 ? guardCondition(shape) : `NOT (${holdsResult(shape, 't')})`;
  return {
    text: `UPDATE ${table.quoted} AS t SET ${assigned.map(({ sql }) => sql).join(', ')}
      FROM ${source.sql} AS s WHERE ${keyCondition(shape)} AND ${condition} RETURNING s.n`,
    values: source.values,
  };
}

function deleteSql(group: WriteGroup): Statement {
  const { shape } = group;
  const source = groupRows(group);
  const guard = shape.guard.length > 0 ? ` AND ${guardCondition(shape)}` : '';
  return {
    text: `DELETE FROM ${shape.table.quoted} AS t USING ${source.sql} AS s
      WHERE ${keyCondition(shape)}${guard} RETURNING s.n`,
    values: source.values,
  };
}

/** `t` holds what the guard asks. */
export function guardCondition(shape: WriteShape): string {
  return shape.guard
    .map((field, i) =>
      sameValue(columnOf(shape.table, field), column('t', shape, field), `s.g${i}`, shape.compareAs[field]),
    )
    .join(' AND ');
}

function column(alias: string, shape: WriteShape, field: string): string {
  return `${alias}.${columnOf(shape.table, field).quoted}`;
}

function quotedList(columns: TableColumn[]): string {
  return `(${columns.map((column) => column.quoted).join(', ')})`;
}

function overriding(columns: TableColumn[]): string {
  return columns.some((column) => column.identityAlways) ? ' OVERRIDING SYSTEM VALUE' : '';
}
