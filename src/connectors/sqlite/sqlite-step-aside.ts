import { randomBytes } from 'node:crypto';
import type { Exchange } from '#core/writing/isolate-rows.ts';
import type { PlacedWrite } from '#core/writing/write-group.ts';
import { connectedGroups } from '#lib/connected-groups.ts';
import type { SqliteApplyBatch } from './sqlite-apply-batch.ts';
import { type Raw, sqlLiteral } from './sqlite-literal.ts';
import { keyParameters, type RowShape } from './sqlite-row-shape.ts';
import { decodeAll, listed, rowFrom } from './sqlite-snapshot.ts';
import type { TableColumn } from './sqlite-table.ts';
import { holds } from './sqlite-write-row.ts';

/** An update of a unique value that another row of the batch holds or wants, and the column that gives way. */
type Exchanged = { item: PlacedWrite; aside: TableColumn };
/** A row's values of a unique set before and after its update. */
type Holding = Exchanged & { old: string; next: string };

/**
 * Updates that pass unique values among each other, each group by itself: a swap, a ring or a chain.
 * One by one they would meet a value that its holder has not yet given up.
 */
export function exchangesOf(batch: SqliteApplyBatch, writes: PlacedWrite[]): Exchange[] {
  const holdings = writes
    .filter(({ write }) => write.op === 'update')
    .flatMap((item) => holdingsOf(batch, item));
  const holders = new Map(holdings.map((holding) => [holding.old, holding]));
  const links: [PlacedWrite, PlacedWrite][] = [];
  for (const taking of holdings) {
    const holder = holders.get(taking.next);
    if (holder && holder.item !== taking.item) links.push([taking.item, holder.item]);
  }
  const asides = new Map(holdings.map(({ item, aside }) => [item, aside]));
  return connectedGroups(links).map((items) => {
    const exchange = items
      .sort((a, b) => a.index - b.index)
      .map((item) => ({ item, aside: asides.get(item)! }));
    return { items, run: async () => stepAside(batch, exchange) };
  });
}

/**
 * Lets each row give up its unique value first, for one that nobody holds and nobody ever sees, and
 * then writes them all. Only rows of the batch move, each under its own guard.
 */
function stepAside(batch: SqliteApplyBatch, exchange: Exchanged[]): void {
  const moved = new Set<PlacedWrite>();
  for (const { item, aside } of exchange) {
    const shape = batch.shapes.of(item.write);
    const key = keyParameters(shape, item.write.key);
    const raw = batch.writer.get(shape.selectSql, ...key);
    if (!raw || !holds(shape, rowFrom(shape.read, decodeAll(shape.read, raw)), item.write.guard)) continue;
    batch.markAs(item.write.tag);
    batch.writer.run(
      `UPDATE OR ABORT ${shape.table.quoted} SET ${aside.quoted} = ? ${shape.found}`,
      made(aside),
      ...key,
    );
    moved.add(item);
  }
  for (const { item } of exchange) {
    // What the guard asked was seen when the row stepped aside.
    batch.write(moved.has(item) ? { ...item, write: { ...item.write, guard: null } } : item);
  }
}

function holdingsOf(batch: SqliteApplyBatch, item: PlacedWrite): Holding[] {
  const shape = batch.shapes.of(item.write);
  const { table } = shape;
  const key = keyParameters(shape, item.write.key);
  return table.uniqueSets.flatMap((fields): Holding[] => {
    const columns = fields.map((field) => table.columns.get(field)!);
    const aside = asideOf(shape, columns);
    const old =
      aside && batch.writer.get(`SELECT ${listed(columns)} FROM ${table.quoted} ${shape.found}`, ...key);
    if (!aside || !old) return [];
    const next = columns.map((column, i) => {
      const value = item.write.set[column.name];
      return value === undefined ? (old[i] ?? null) : column.encode(value);
    });
    if (next.includes(null)) return [];
    const place = `${table.name}\0${fields.join('\0')}\0`;
    return [{ item, aside, old: place + spelled(columns, old), next: place + spelled(columns, next) }];
  });
}

/** A column of the unique set that can hold a value of its own for a moment; null where none can. */
function asideOf(shape: RowShape, columns: TableColumn[]): TableColumn | null {
  // A row whose key changes could not be found again.
  if (columns.some((column) => shape.key.includes(column) && shape.set.includes(column))) return null;
  const movable = columns.filter(
    (column) => shape.set.includes(column) && column.name !== shape.table.rowNumber,
  );
  return movable.find(({ nullable }) => nullable) ?? movable[0] ?? null;
}

/** One text for values that the unique index takes for one. */
function spelled(columns: TableColumn[], values: Raw[]): string {
  return values
    .map((raw, i) => {
      if (raw === null) return 'NULL';
      if (typeof raw !== 'string')
        return typeof raw === 'number' && Number.isSafeInteger(raw) ? String(raw) : sqlLiteral(raw);
      const { collation } = columns[i]!;
      return sqlLiteral(
        collation === 'NOCASE' ? raw.toLowerCase() : collation === 'RTRIM' ? raw.replace(/ +$/, '') : raw,
      );
    })
    .join('\0');
}

/** A value that is most likely nobody's. */
function made({ nullable, type }: TableColumn): Raw {
  if (nullable) return null;
  const bytes = randomBytes(16);
  switch (type.kind) {
    case 'bytes':
      return new Uint8Array(bytes);
    case 'int16':
    case 'int32':
    case 'int64':
    case 'decimal':
    case 'float32':
    case 'float64':
      return -(bytes.readBigUInt64BE() >> 2n) - 1n;
    default:
      return bytes.toString('hex');
  }
}
