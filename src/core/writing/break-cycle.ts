import { connectedGroups } from '#lib/connected-groups.ts';
import type { IsolatedBatch } from './isolate-rows.ts';
import type { PlacedWrite, WritableTable } from './write-group.ts';

/** A new row, and those of its references that point at another row of the circle. */
type Referring = { item: PlacedWrite; fields: string[] };

/**
 * New rows that refer to each other, each group by itself: whichever came first would miss the other.
 * Only references that may be null can be set afterwards; rows without one are left out.
 */
export function cyclesOf(tables: ReadonlyMap<string, WritableTable>, items: PlacedWrite[]): Referring[][] {
  const created = items.filter(({ write }) => write.op === 'insert' || write.op === 'upsert');
  const byValue = new Map<string, PlacedWrite>();
  const referred = new Set<string>();
  for (const { foreignKeys } of tables.values()) {
    for (const { parent, parentFields } of foreignKeys) referred.add(JSON.stringify([parent, parentFields]));
  }
  for (const item of created) {
    for (const place of referred) {
      const [stream, fields] = JSON.parse(place) as [string, string[]];
      const values = stream === item.write.stream ? valuesOf(item, fields) : null;
      if (values !== null) byValue.set(place + values, item);
    }
  }
  const links: [PlacedWrite, PlacedWrite][] = [];
  const fields = new Map<PlacedWrite, Set<string>>();
  for (const item of created) {
    const table = tables.get(item.write.stream)!;
    for (const foreignKey of table.foreignKeys) {
      const values = valuesOf(item, foreignKey.fields);
      const parent = byValue.get(JSON.stringify([foreignKey.parent, foreignKey.parentFields]) + values);
      if (values === null || !parent || parent === item) continue;
      links.push([item, parent]);
      const nullable = foreignKey.fields.filter((field) => table.columns.get(field)?.nullable);
      fields.set(item, new Set([...(fields.get(item) ?? []), ...nullable.slice(0, 1)]));
    }
  }
  return connectedGroups(links).map((group) =>
    group.sort((a, b) => a.index - b.index).map((item) => ({ item, fields: [...(fields.get(item) ?? [])] })),
  );
}

/** Creates the rows without those references, and sets them when all rows are there. */
export async function breakCycle(batch: Pick<IsolatedBatch, 'write'>, cycle: Referring[]): Promise<void> {
  await batch.write(
    cycle.map(({ item: { write, index }, fields }) => ({
      write: { ...write, set: { ...write.set, ...Object.fromEntries(fields.map((field) => [field, null])) } },
      index,
    })),
  );
  await batch.write(
    cycle
      .filter(({ fields }) => fields.length > 0)
      .map(({ item: { write, index }, fields }) => ({
        write: {
          ...write,
          op: 'update',
          guard: null,
          set: Object.fromEntries(fields.map((field) => [field, write.set[field] ?? null])),
        },
        index,
      })),
  );
}

/** The texts of these fields; null where one is null or not written. */
function valuesOf({ write }: PlacedWrite, fields: string[]): string | null {
  const values = fields.map((field) => write.set[field] ?? write.key[field] ?? null);
  return values.includes(null) ? null : JSON.stringify(values);
}
