import type { PlacedWrite } from '#core/writing/write-group.ts';
import type { Piece } from './mysql-write-connection.ts';

/**
 * New rows of a table that refers to itself, each behind the one that it refers to: InnoDB checks a
 * reference row by row, also within one statement. Rows that refer to each other in a circle stay as they are.
 */
export function parentsFirst({ shape, items }: Piece): PlacedWrite[] {
  const own = shape.table.foreignKeys.filter(({ parent }) => parent === shape.table.stream);
  if (own.length === 0 || (shape.op !== 'insert' && shape.op !== 'upsert')) return items;
  const holders = new Map<string, PlacedWrite>();
  for (const item of items) {
    own.forEach(({ parentFields }, i) => {
      const place = placeOf(i, item, parentFields);
      if (place !== null) holders.set(place, item);
    });
  }
  const ordered = new Set<PlacedWrite>();
  const begun = new Set<PlacedWrite>();
  for (const item of items) {
    // Without recursion: a chain may be as long as the batch.
    const path = [item];
    for (let at = path.at(-1); at !== undefined; at = path.at(-1)) {
      begun.add(at);
      const current = at;
      const parent = own
        .map(({ fields }, i) => holders.get(placeOf(i, current, fields) ?? ''))
        .find((found) => found !== undefined && !begun.has(found));
      if (parent) path.push(parent);
      else {
        ordered.add(current);
        path.pop();
      }
    }
  }
  return [...ordered];
}

function placeOf(reference: number, { write }: PlacedWrite, fields: string[]): string | null {
  const values = fields.map((field) => write.set[field] ?? write.key[field] ?? null);
  return values.includes(null) ? null : JSON.stringify([reference, ...values]);
}
