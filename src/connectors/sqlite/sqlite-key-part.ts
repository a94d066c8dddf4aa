import { createHash } from 'node:crypto';
import type { KeyBound, KeyPart } from '#core/ports/range-digests.ts';
import { columnOf } from '#core/values/column-of.ts';
import { type DigestField, digestRowText, digestText } from '#core/values/digest-form.ts';
import { Misfit } from '#core/values/misfit.ts';
import type { Value } from '#core/values/value.ts';
import type { Raw } from './sqlite-literal.ts';
import { encodeKey, type Table, type TableColumn } from './sqlite-table.ts';

type Sign = '<' | '<=' | '>' | '>=';

/** The conditions that hold for the part's records (those with a whole key), and their values. Buckets are no part of them. */
export function partCondition(
  table: Table,
  key: string[],
  part: KeyPart | null,
): { conditions: string[]; values: Raw[] } {
  const keys = key.map((field) => columnOf(table, field));
  const conditions = keys.filter((column) => column.nullable).map((column) => `${column.quoted} IS NOT NULL`);
  const values: Raw[] = [];
  if (part?.kind === 'range') {
    const bind = (bound: KeyBound | null, open: Sign, closed: Sign) => {
      if (bound === null) return;
      conditions.push(compareKeys(keys, bound.inclusive ? closed : open));
      values.push(...keys.map((column) => encodeKey(column, bound.key[column.name] ?? null)));
    };
    bind(part.lower, '>', '>=');
    bind(part.upper, '<', '<=');
  }
  return { conditions, values };
}

/** `(a, b) > (?, ?)` in key order: an index range. */
export function compareKeys(keys: TableColumn[], sign: Sign): string {
  return `(${keys.map(({ quoted }) => quoted).join(', ')}) ${sign} (${keys.map(() => '?').join(', ')})`;
}

export function where(conditions: string[]): string {
  return conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : '';
}

/** Columns to be selected and the order of their key. */
export function orderBy(keys: TableColumn[]): string {
  return `ORDER BY ${keys.map(({ quoted }) => quoted).join(', ')}`;
}

/** The MD5 of the fields' `digestRowText`, in hexadecimal, of rows that give these columns' values in this order. */
export function rowHash(table: Table, fields: DigestField[]): (raw: Raw[]) => string {
  const columns = fields.map(({ name }) => columnOf(table, name));
  const forms = fields.map(({ form }) => lenient(digestText(form)));
  return (raw) => {
    const texts: Value[] = columns.map((column, i) => {
      const value = column.decode(raw[i] ?? null);
      return value === null ? null : forms[i]!(value);
    });
    return createHash('md5').update(digestRowText(texts)).digest('hex');
  };
}

/** The number of a row's bucket. */
export function bucketOf(hash: string, of: number): number {
  return Number.parseInt(hash.slice(0, 7), 16) % of;
}

/** What does not fit its type has no normal text: it differs from whatever fits. */
function lenient(form: (text: string) => string): (text: string) => string {
  return (text) => {
    try {
      return form(text);
    } catch (error) {
      if (error instanceof Misfit) return text;
      throw error;
    }
  };
}
