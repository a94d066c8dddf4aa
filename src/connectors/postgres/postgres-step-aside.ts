import type { Exchange } from '#core/writing/isolate-rows.ts';
import { groupByShape, type PlacedWrite } from '#core/writing/write-group.ts';
import { connectedGroups } from '#lib/connected-groups.ts';
import type { Statement } from './postgres-database.ts';
import type { Table, TableColumn, UniqueSet, WriteGroup, WriteShape } from './postgres-table.ts';
import { groupRows, guardCondition, keyCondition } from './postgres-write-sql.ts';

/** What an exchange needs of the batch that it belongs to. */
export type ExchangingBatch = {
  tables: Map<string, Table>;
  /** Writes these rows in order and notes their outcomes. */
  write(items: PlacedWrite[]): Promise<void>;
  query(statement: Statement): Promise<(string | null)[][]>;
  /** Runs a statement that changes rows, marked as the tag's own. */
  change(tag: string, statement: Statement): Promise<(string | null)[][]>;
};

/** How a row makes room: the column, and a value for it that nobody holds, as SQL. */
type Aside = { column: TableColumn; value: string };

/** An update of a unique value that another row of the batch holds or wants. */
type Exchanged = { item: PlacedWrite; aside: Aside };

/** A row's values of a unique set, as texts, before and after its update. */
type Holding = Exchanged & { place: string; old: string; new: string };

/**
 * Updates that pass unique values among each other, each group by itself: a swap, a ring or a chain.
 * One by one they would meet a value that its holder has not yet given up.
 */
export async function exchangesOf(batch: ExchangingBatch, items: PlacedWrite[]): Promise<Exchange[]> {
  const { tables, query } = batch;
  const updates = items.filter(({ write }) => write.op === 'update');
  const holdings: Holding[] = [];
  for (const group of groupByShape(updates, tables)) {
    for (const unique of group.shape.table.uniqueSets) {
      const aside = asideOf(group.shape, unique);
      if (!aside) continue;
      const place = JSON.stringify([group.shape.table.stream, unique.fields]);
      for (const [n, old, next] of await query(holdingsStatement(group, unique))) {
        holdings.push({ item: group.items[Number(n) - 1]!, aside, place, old: old!, new: next! });
      }
    }
  }
  const holders = new Map(holdings.map((holding) => [holding.place + holding.old, holding]));
  const links: [PlacedWrite, PlacedWrite][] = [];
  for (const taking of holdings) {
    const holder = holders.get(taking.place + taking.new);
    if (holder && holder.item !== taking.item) links.push([taking.item, holder.item]);
  }
  const asides = new Map(holdings.map(({ item, aside }) => [item, aside]));
  return connectedGroups(links).map((group) => {
    const exchanged = group
      .sort((a, b) => a.index - b.index)
      .map((item) => ({ item, aside: asides.get(item)! }));
    return { items: group, run: () => stepAside(batch, exchanged) };
  });
}

/**
 * Lets each row give up its unique value first, for one that nobody holds and nobody ever sees, and
 * then writes them all. Only rows of the batch move, each under its own guard.
 */
async function stepAside(batch: ExchangingBatch, exchange: Exchanged[]): Promise<void> {
  const columns = new Map(exchange.map(({ item, aside }) => [item, aside]));
  const moved = new Set<PlacedWrite>();
  for (const group of groupByShape([...columns.keys()], batch.tables)) {
    for (const column of new Set(group.items.map((item) => columns.get(item)!.column))) {
      const items = group.items.filter((item) => columns.get(item)!.column === column);
      const statement = asideStatement({ ...group, items }, columns.get(items[0]!)!);
      for (const [n] of await batch.change(group.shape.tag, statement)) moved.add(items[Number(n) - 1]!);
    }
  }
  await batch.write(
    exchange.map(({ item, aside }) => (moved.has(item) ? withoutGuard(item, aside.column.name) : item)),
  );
}

/** What the guard asked of the column was seen when the row stepped aside. */
function withoutGuard({ write, index }: PlacedWrite, field: string): PlacedWrite {
  if (write.guard === null) return { write, index };
  const { [field]: _, ...guard } = write.guard;
  return { write: { ...write, guard }, index };
}

/** A column of the unique set that can hold a value of its own for a moment; null where none can. */
function asideOf(shape: WriteShape, unique: UniqueSet): Aside | null {
  // A row whose key changes could not be found again.
  if (unique.fields.some((field) => shape.key.includes(field) && shape.set.includes(field))) return null;
  const asides = unique.fields
    .filter((field) => shape.set.includes(field))
    .flatMap((field): Aside[] => {
      const column = shape.table.columns.get(field);
      const value = column && (column.nullable && !unique.nullsEqual ? 'NULL' : made(column));
      return column && value ? [{ column, value }] : [];
    });
  return asides.find(({ value }) => value === 'NULL') ?? asides[0] ?? null;
}

function holdingsStatement(group: WriteGroup, unique: UniqueSet) {
  const { shape } = group;
  const source = groupRows(group);
  const old = unique.fields.map((field) => `t.${quoted(shape.table, field)}`);
  const next = unique.fields.map((field, i) =>
    shape.set.includes(field) ? `s.v${shape.set.indexOf(field)}` : old[i],
  );
  return {
    text: `SELECT s.n, ROW(${old.join(', ')})::text, ROW(${next.join(', ')})::text
      FROM ${source.sql} AS s JOIN ${shape.table.quoted} AS t ON ${keyCondition(shape)}`,
    values: source.values,
  };
}

function asideStatement(group: WriteGroup, { column, value }: Aside) {
  const { shape } = group;
  const source = groupRows(group);
  const guard = shape.guard.length > 0 ? ` AND ${guardCondition(shape)}` : '';
  return {
    text: `UPDATE ${shape.table.quoted} AS t SET ${column.quoted} = ${value}
      FROM ${source.sql} AS s WHERE ${keyCondition(shape)}${guard} RETURNING s.n`,
    values: source.values,
  };
}

/** A value for row `s.n` that is most likely nobody's, for types that have room for one. */
function made({ category, castType, nativeType }: TableColumn): string | null {
  switch (category) {
    case 'S':
      return `CAST(md5(random()::text) AS ${nativeType})`;
    case 'N':
      return smallest[castType] ? `${smallest[castType]} + s.n::${castType}` : null;
    case 'D':
      return `CAST('4713-01-02 BC' AS ${castType}) + s.n::int * ${castType === date ? '1' : `interval '1 day'`}`;
    default:
      return castType === '"pg_catalog"."uuid"' ? 'gen_random_uuid()' : null;
  }
}

const date = '"pg_catalog"."date"';
const smallest: Record<string, string> = {
  '"pg_catalog"."int2"': `'-32768'::int2`,
  '"pg_catalog"."int4"': `'-2147483648'::int4`,
  '"pg_catalog"."int8"': `'-9223372036854775808'::int8`,
};

function quoted(table: Table, field: string): string {
  return table.columns.get(field)!.quoted;
}
