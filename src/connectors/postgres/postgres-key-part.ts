import type { KeyBound, KeyPart } from '#core/ports/range-digests.ts';
import { columnOf } from '#core/values/column-of.ts';
import type { DigestField } from '#core/values/digest-form.ts';
import { castTo, keyEquals, operator, type Table, type TableColumn } from './postgres-table.ts';

type Sign = '<' | '<=' | '>' | '>=';

/** The conditions over `t` that hold for the part's records (those with a whole key), and their parameters. */
export function partCondition(
  table: Table,
  key: string[],
  part: KeyPart | null,
  firstParameter: number,
): { conditions: string[]; values: (string | null)[] } {
  const keys = key.map((field) => columnOf(table, field));
  const conditions = keys
    .filter((column) => column.nullable)
    .map((column) => `t.${column.quoted} IS NOT NULL`);
  const values: (string | null)[] = [];
  if (part?.kind === 'range') {
    const bind = (bound: KeyBound | null, open: Sign, closed: Sign) => {
      if (bound === null) return;
      const placed = keys.map((c, i) => castTo(c, `$${firstParameter + values.length + i}::text`));
      values.push(...keys.map((column) => bound.key[column.name] ?? null));
      const sign = bound.inclusive ? closed : open;
      conditions.push(
        compareKeys(
          keys,
          keys.map((c) => `t.${c.quoted}`),
          sign,
          placed,
        ),
      );
    };
    bind(part.lower, '>', '>=');
    bind(part.upper, '<', '<=');
  } else if (part) {
    const list = part.buckets.map(Math.trunc).join(', ');
    conditions.push(list === '' ? 'false' : `${bucketOf(table, part.key, part.of)} IN (${list})`);
  }
  return { conditions, values };
}

/** The number of a row's bucket, as an expression over `t`. */
export function bucketOf(table: Table, key: DigestField[], of: number): string {
  return `('x' || substr(${rowHash(table, key)}, 1, 7))::bit(28)::int4 % ${Math.trunc(of)}`;
}

/** The MD5 of the fields' `digestRowText`, as an expression over `t`. */
export function rowHash(table: Table, fields: DigestField[]): string {
  const parts = fields.flatMap((field) => {
    const text = formText(columnOf(table, field.name), field);
    return [`length(${text})`, `':'`, text];
  });
  // `concat` takes null for nothing at all, so that a null is its colon alone.
  return `md5(convert_to(concat(${parts.join(', ')}), 'UTF8'))`;
}

function formText(column: TableColumn, { form }: DigestField): string {
  const name = `t.${column.quoted}`;
  switch (form.kind) {
    case 'number':
      return form.scale === null
        ? `trim_scale(${name}::numeric)::text`
        : `trim_scale(round(${name}::numeric, ${Math.trunc(form.scale)}))::text`;
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return `${name}::${form.kind}(${Math.trunc(form.precision)})::text`;
    case 'text':
      // A cast spells a boolean out, its output does not.
      return column.castType === '"pg_catalog"."bool"'
        ? `CASE ${name} WHEN true THEN 't' WHEN false THEN 'f' END`
        : `${name}::text`;
  }
}

/**
 * `(a, b) > (x, y)` in key order; spelled out where an operator lies outside pg_catalog, which a row
 * comparison cannot name per column.
 */
export function compareKeys(keys: TableColumn[], left: string[], sign: Sign, right: string[]): string {
  if (keys.every((column) => column.operatorSchema === 'pg_catalog')) {
    return `(${left.join(', ')}) ${sign} (${right.join(', ')})`;
  }
  const strict = sign.charAt(0) as '<' | '>';
  const alternatives = keys.map((column, i) => {
    const equal = keys.slice(0, i).map((earlier, j) => keyEquals(earlier, left[j]!, right[j]!));
    const last = i === keys.length - 1 ? sign : strict;
    return [...equal, `${left[i]} ${operator(column, last)} ${right[i]}`].join(' AND ');
  });
  return `((${alternatives.join(') OR (')}))`;
}
