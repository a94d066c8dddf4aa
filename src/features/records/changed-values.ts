import { isSameShown, type ShownRow, type ShownValue } from '#core/masking/shown-value.ts';

export type ChangedValue = {
  field: string;
  /** Undefined where the row was absent or the value is not known. */
  before: ShownValue | undefined;
  after: ShownValue | undefined;
  changed: boolean;
};

/**
 * The fields of a row before and after, the changed ones first; a field that only one of the two
 * knows is changed. `order` names fields in the order they are to come.
 */
export function changedValues(
  before: ShownRow | null,
  after: ShownRow | null,
  order: readonly string[] = [],
): ChangedValue[] {
  const known = new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})]);
  const fields = [...new Set([...order.filter((field) => known.has(field)), ...known])];
  const values = fields.map((field) => {
    const was = before?.[field];
    const is = after?.[field];
    return { field, before: was, after: is, changed: !isSameShown(was, is) };
  });
  return [...values.filter((value) => value.changed), ...values.filter((value) => !value.changed)];
}
