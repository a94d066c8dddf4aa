import type { WriteOutcome } from '#core/ports/target.ts';
import { columnOf } from '#core/values/column-of.ts';
import type { Row } from '#core/values/value.ts';
import { put } from '#lib/put.ts';
import type { Statement } from './postgres-database.ts';
import type { WriteGroup } from './postgres-table.ts';
import { groupRows, holdsResult, isKey, keyCondition } from './postgres-write-sql.ts';

/**
 * Reads what stands where these writes did nothing. An update that changes the key may have been
 * carried out before: then the result lies under the new key.
 */
export function missedStatement(group: WriteGroup): Statement {
  const { shape } = group;
  const source = groupRows(group);
  const renames = shape.op === 'update' && shape.key.some((field) => shape.set.includes(field));
  const renamed = shape.key
    .map((field, i) => {
      const column = columnOf(shape.table, field);
      const at = shape.set.indexOf(field);
      return isKey(column, `r.${column.quoted}`, at < 0 ? `s.k${i}` : `s.v${at}`);
    })
    .join(' AND ');
  const fields = existingFields(group);
  const result = renames ? holdsResult(shape, 'r') : holdsResult(shape, 't');
  const samePlace = 't.tableoid IS NULL OR (t.tableoid = r.tableoid AND t.ctid = r.ctid)';
  const done = renames
    ? `r.tableoid IS NOT NULL AND (${samePlace}) AND ${result}`
    : `t.tableoid IS NOT NULL AND ${result}`;
  return {
    text: `SELECT s.n, t.tableoid IS NOT NULL, ${shape.op === 'delete' ? 't.tableoid IS NULL' : done},
        ${fields.map((field) => `t.${columnOf(shape.table, field).quoted}`).join(', ')}
      FROM ${source.sql} AS s
      LEFT JOIN ${shape.table.quoted} AS t ON ${keyCondition(shape)}
      ${renames ? `LEFT JOIN ${shape.table.quoted} AS r ON ${renamed}` : ''}`,
    values: source.values,
  };
}

/** The outcome that a row of `missedStatement` tells, with the number of its write (from 1). */
export function missedOutcome(
  group: WriteGroup,
  row: (string | null)[],
): { n: number; outcome: WriteOutcome } {
  const [n, found, done, ...values] = row;
  if (done === 't') return { n: Number(n), outcome: { status: 'unchanged' } };
  if (found !== 't') return { n: Number(n), outcome: { status: 'missed', existing: null } };
  const existing: Row = {};
  existingFields(group).forEach((field, i) => {
    put(existing, field, values[i] ?? null);
  });
  return { n: Number(n), outcome: { status: 'missed', existing } };
}

function existingFields({ shape }: WriteGroup): string[] {
  return [...new Set([...shape.key, ...shape.guard, ...shape.set])];
}
