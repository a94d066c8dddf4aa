import type { FieldWish, TableWish } from '#core/tables/table-wish.ts';

/** A wish with one field's wishes added to those that are there. */
export function withFieldWish(wish: TableWish, field: string, more: FieldWish): TableWish {
  return { ...wish, fields: { ...wish.fields, [field]: { ...wish.fields[field], ...more } } };
}

/** A stream as it is proposed. */
export function asProposed(stream: string): TableWish {
  return { stream, fields: {}, match: [] };
}
