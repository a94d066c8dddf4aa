import type { Exchange } from '#core/writing/isolate-rows.ts';
import { groupByShape, type PlacedWrite, type WriteShape } from '#core/writing/write-group.ts';
import { connectedGroups } from '#lib/connected-groups.ts';
import type { Table, TableColumn } from './mysql-table.ts';
import type { WriteConnection } from './mysql-write-connection.ts';
import { asideSql, heldSql, writeRows } from './mysql-write-sql.ts';

/** What an exchange needs of the batch that it belongs to. */
export type ExchangingBatch = {
  connection: WriteConnection;
  tables: Map<string, Table>;
  /** Writes these rows in order and notes their outcomes. */
  write(items: PlacedWrite[]): Promise<void>;
  /** Runs a statement that changes rows, marked as the tag's own; gives how many it found. */
  change(tag: string, sql: string): Promise<number>;
};

/** How a row makes room: the column, and a value for it that nobody holds, as SQL. */
type Aside = { shape: WriteShape<Table>; column: TableColumn; value: string };

/**
 * Updates that pass unique values among each other, each group by itself: a swap, a ring or a chain.
 * One by one they would meet a value that its holder has not yet given up.
 */
export async function exchangesOf(batch: ExchangingBatch, items: PlacedWrite[]): Promise<Exchange[]> {
  const updates = items.filter(({ write }) => write.op === 'update');
  const links: [PlacedWrite, PlacedWrite][] = [];
  const asides = new Map<PlacedWrite, Aside>();
  for (const { shape, items: takers } of groupByShape(updates, batch.tables)) {
    const holders = updates.filter(({ write }) => isSameKey(write, shape));
    for (const { fields: unique } of shape.table.uniqueSets) {
      const aside = asideOf(shape, unique);
      if (!aside) continue;
      for (const taker of takers) asides.set(taker, aside);
      links.push(...(await heldBy(batch, shape, unique, takers, holders)));
    }
  }
  return connectedGroups(links)
    .filter((group) => group.every((item) => asides.has(item)))
    .map((group) => {
      const exchanged = group.sort((a, b) => a.index - b.index);
      return { items: group, run: () => stepAside(batch, exchanged, asides) };
    });
}

function isSameKey({ stream, key }: PlacedWrite['write'], shape: WriteShape<Table>): boolean {
  return (
    stream === shape.table.stream &&
    Object.keys(key).length === shape.key.length &&
    shape.key.every((field) => field in key)
  );
}

async function heldBy(
  { connection }: ExchangingBatch,
  shape: WriteShape<Table>,
  unique: string[],
  takers: PlacedWrite[],
  holders: PlacedWrite[],
): Promise<[PlacedWrite, PlacedWrite][]> {
  const { rows } = await connection.run(
    heldSql(
      connection.dialect,
      shape,
      unique,
      writeRows(shape, takers, ['key', 'set']),
      writeRows(shape, holders, ['key']),
    ),
  );
  return rows
    .map(([taker, holder]): [PlacedWrite, PlacedWrite] => [
      takers[Number(taker) - 1]!,
      holders[Number(holder) - 1]!,
    ])
    .filter(([taker, holder]) => taker !== holder);
}

/**
 * Lets each row give up its unique value first, for one that nobody holds and nobody ever sees, and
 * then writes them all. Only rows of the batch move, each under its own guard.
 */
async function stepAside(
  batch: ExchangingBatch,
  exchanged: PlacedWrite[],
  asides: Map<PlacedWrite, Aside>,
): Promise<void> {
  const written: PlacedWrite[] = [];
  for (const item of exchanged) {
    const { shape, column, value } = asides.get(item)!;
    const rows = writeRows(shape, [item], ['key', 'set', 'guard']);
    const sql = asideSql(batch.connection.dialect, shape, rows, `${column.quoted} = ${value}`);
    const moved = (await batch.change(shape.tag, sql)) === 1;
    written.push(moved ? withoutGuard(item, column.name) : item);
  }
  await batch.write(written);
}

/** What the guard asked of the column was seen when the row stepped aside. */
function withoutGuard({ write, index }: PlacedWrite, field: string): PlacedWrite {
  if (write.guard === null) return { write, index };
  const { [field]: _, ...guard } = write.guard;
  return { write: { ...write, guard }, index };
}

/** A column of the unique set that can hold a value of its own for a moment; null where none can. */
function asideOf(shape: WriteShape<Table>, unique: string[]): Aside | null {
  // A row whose key changes could not be found again.
  if (unique.some((field) => shape.key.includes(field) && shape.set.includes(field))) return null;
  const asides = unique
    .filter((field) => shape.set.includes(field))
    .flatMap((field): Aside[] => {
      const column = shape.table.columns.get(field);
      const value = column && (column.nullable ? 'NULL' : made(column));
      return column && value ? [{ shape, column, value }] : [];
    });
  return asides.find(({ value }) => value === 'NULL') ?? asides[0] ?? null;
}

/** A value that is most likely nobody's, for types that have room for one. */
export function made({ form, field, unsigned }: TableColumn): string | null {
  switch (form.kind) {
    case 'text': {
      const most = field.type.kind === 'text' ? (field.type.max ?? 32) : 32;
      return most < 8 ? null : `LEFT(MD5(UUID()), ${Math.min(most, 32)})`;
    }
    case 'whole':
      return wholeRange(field.nativeType, unsigned);
    case 'bytes':
      return form.pad !== null && form.pad < 8
        ? null
        : `LEFT(UNHEX(MD5(UUID())), ${Math.min(form.pad ?? 8, 16)})`;
    case 'date':
      return `DATE'1000-01-01' + INTERVAL FLOOR(RAND() * 100000) DAY`;
    case 'timestamp':
      return `TIMESTAMP'1000-01-01 00:00:00' + INTERVAL FLOOR(RAND() * 1000000000) SECOND`;
    case 'timestamptz':
      return `TIMESTAMP'1970-01-02 00:00:00' + INTERVAL FLOOR(RAND() * 100000000) SECOND`;
    case 'uuid':
      return 'UUID()';
    default:
      return null;
  }
}

/** Somewhere at the far end of the type's range. */
function wholeRange(nativeType: string, unsigned: boolean): string {
  const bits =
    { tinyint: 8, smallint: 16, mediumint: 24, int: 32 }[/^[a-z]+/.exec(nativeType)?.[0] ?? ''] ?? 64;
  const room = `FLOOR(RAND() * ${bits === 8 ? 40 : 30000})`;
  return unsigned ? `${2n ** BigInt(bits) - 1n} - ${room}` : `${-(2n ** BigInt(bits - 1))} + ${room}`;
}
