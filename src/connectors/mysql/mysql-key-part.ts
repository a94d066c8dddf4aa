import type { KeyBound, KeyPart } from '#core/ports/range-digests.ts';
import { columnOf } from '#core/values/column-of.ts';
import type { Value } from '#core/values/value.ts';
import { placedKey } from './mysql-compare.ts';
import type { MysqlDialect } from './mysql-dialect.ts';
import { bucketOf } from './mysql-digest-text.ts';
import { literalOf } from './mysql-literal.ts';
import type { Table, TableColumn } from './mysql-table.ts';

type Sign = '<' | '<=' | '>' | '>=';

/** The conditions over `t` that hold for the part's records (those with a whole key). */
export function partConditions(
  dialect: MysqlDialect,
  table: Table,
  key: string[],
  part: KeyPart | null,
): string[] {
  const keys = key.map((field) => columnOf(table, field));
  const conditions = keys
    .filter((column) => column.nullable)
    .map((column) => `t.${column.quoted} IS NOT NULL`);
  if (part?.kind === 'range') {
    const bind = (bound: KeyBound | null, open: Sign, closed: Sign) => {
      if (bound === null) return;
      const values = key.map((field) => bound.key[field] ?? null);
      conditions.push(rowsBeside(keys, bound.inclusive ? closed : open, values));
    };
    bind(part.lower, '>', '>=');
    bind(part.upper, '<', '<=');
  } else if (part) {
    const list = part.buckets.map(Math.trunc).join(', ');
    conditions.push(list === '' ? 'FALSE' : `${bucketOf(dialect, table, part.key, part.of)} IN (${list})`);
  }
  return conditions;
}

/** The rows of `t` whose key lies beyond (or at) these values, in the columns' own order. */
export function rowsBeside(keys: TableColumn[], sign: Sign, values: readonly Value[]): string {
  return compareKeys(
    keys.map((column) => `t.${column.quoted}`),
    sign,
    keys.map((column, i) => ordered(column, orderLiteral(column)(values[i] ?? null))),
  );
}

/** A value made by `orderLiteral` in the order of the column. */
export function ordered(column: TableColumn, value: string): string {
  return byNumber(column) ? value : placedKey(column, value).sql;
}

function byNumber({ form }: TableColumn): boolean {
  return form.kind === 'enum' || form.kind === 'set';
}

/**
 * `(a, b) > (x, y)` in key order, spelled out, since a comparison of rows uses no index; the first
 * condition alone already is a range of it.
 */
export function compareKeys(left: string[], sign: Sign, right: string[]): string {
  const strict = sign.charAt(0) as '<' | '>';
  const alternatives = left.map((name, i) => {
    const equal = left.slice(0, i).map((earlier, j) => `${earlier} = ${right[j]}`);
    return [...equal, `${name} ${i === left.length - 1 ? sign : strict} ${right[i]}`].join(' AND ');
  });
  if (alternatives.length === 1) return alternatives[0]!;
  return `(${left[0]} ${strict}= ${right[0]} AND ((${alternatives.join(') OR (')})))`;
}

/** A key's value as the order goes by it: an enum by the place of its label, a set by its bits. */
export function orderLiteral(column: TableColumn): (value: Value) => string {
  const { form } = column;
  if (form.kind === 'enum') return (value) => String(value === null ? 0 : form.labels.indexOf(value) + 1);
  if (form.kind === 'set') {
    return (value) =>
      String((value ?? '').split(',').reduce((bits, label) => bits | bitOf(form.labels, label), 0n));
  }
  return literalOf(column);
}

function bitOf(labels: string[], label: string): bigint {
  const at = labels.indexOf(label);
  return at < 0 ? 0n : 1n << BigInt(at);
}
