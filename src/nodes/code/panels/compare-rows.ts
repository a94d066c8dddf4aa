import type { CodeField } from '#core/code/code-field.ts';
import { sideEquality } from '#core/values/same-value.ts';
import type { Row, Value } from '#core/values/value.ts';

/** A field of two records side by side; a side that has no such field is undefined. */
export type ComparedField = {
  name: string;
  before: Value | undefined;
  after: Value | undefined;
  /** Both have it, with the same value in the normal form of its type. */
  same: boolean;
};

/** Two records field by field: those of the first in its order, then what only the second has. */
export function compareRows(
  before: Readonly<Row> | null,
  after: Readonly<Row> | null,
  fields: readonly CodeField[],
): ComparedField[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].map((name) => {
    const [a, b] = [valueIn(before, name), valueIn(after, name)];
    return {
      name,
      before: a,
      after: b,
      same: a !== undefined && b !== undefined && isSame(fields, name, a, b),
    };
  });
}

function valueIn(row: Readonly<Row> | null, name: string): Value | undefined {
  return row && Object.hasOwn(row, name) ? row[name] : undefined;
}

function isSame(fields: readonly CodeField[], name: string, a: Value, b: Value): boolean {
  const field = fields.find((each) => each.name === name);
  if (!field) return a === b;
  return sideEquality({ ...field, nativeType: '', hasDefault: false, readOnly: false, comment: null })(a, b);
}
