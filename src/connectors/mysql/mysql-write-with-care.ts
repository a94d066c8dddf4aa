import type { WriteOutcome } from '#core/ports/target.ts';
import { fieldCast } from '#core/values/cast.ts';
import { columnOf } from '#core/values/column-of.ts';
import { Misfit } from '#core/values/misfit.ts';
import type { NeutralType } from '#core/values/neutral-type.ts';
import { type Equality, sideEquality } from '#core/values/same-value.ts';
import type { Row, Value } from '#core/values/value.ts';
import type { PlacedWrite, WriteShape } from '#core/writing/write-group.ts';
import { rowReader } from './mysql-row-reader.ts';
import type { Table, TableColumn } from './mysql-table.ts';
import type { Piece, WriteConnection } from './mysql-write-connection.ts';
import { assigns, deleteSql, existingSql, insertSql, updateSql, writeRows } from './mysql-write-sql.ts';

/** What is to be done about a write whose record was read and locked. */
type Decision = 'insert' | 'update' | 'delete' | WriteOutcome;

/**
 * Reads and locks the records, compares them here (a value's spelling does not count, a coarser domain
 * does), and then writes what is to be written. Outcomes in order.
 */
export async function writeWithCare(connection: WriteConnection, piece: Piece): Promise<WriteOutcome[]> {
  const { shape, items } = piece;
  const existing = await readExisting(connection, piece);
  const holds = comparer(shape);
  const decisions = items.map(({ write }, i) => decide(shape, write, existing[i] ?? null, holds));
  await settleRenames(connection, piece, existing, decisions, holds);
  const chosen = (kind: Decision) => items.filter((_, i) => decisions[i] === kind);
  const { dialect, run } = connection;
  const [deletes, updates, inserts] = [chosen('delete'), chosen('update'), chosen('insert')];
  if (deletes.length > 0)
    await run(deleteSql(dialect, shape, writeRows(shape, deletes, ['key']), { locked: true }));
  if (updates.length > 0)
    await run(updateSql(dialect, shape, writeRows(shape, updates, ['key', 'set']), { locked: true }));
  if (inserts.length > 0) await run(insertSql(shape, writeRows(shape, inserts, ['set'])));
  return decisions.map((decision) => (typeof decision === 'string' ? { status: 'applied' } : decision));
}

async function readExisting(
  { run, dialect }: WriteConnection,
  { shape, items }: Piece,
): Promise<(Row | null)[]> {
  const fields = [...new Set([...shape.key, ...shape.guard, ...shape.set])];
  const { rows } = await run(existingSql(dialect, shape, writeRows(shape, items, ['key']), fields));
  const reader = rowReader(fields.map((field) => columnOf(shape.table, field)));
  const existing: (Row | null)[] = items.map(() => null);
  for (const [n, ...row] of rows) existing[Number(n) - 1] ??= reader.row(row);
  return existing;
}

type Holds = (existing: Row, asked: Row, fields: string[]) => boolean;

function decide(
  shape: WriteShape<Table>,
  write: PlacedWrite['write'],
  existing: Row | null,
  holds: Holds,
): Decision {
  if (existing === null) {
    if (shape.op === 'delete') return { status: 'unchanged' };
    return shape.op === 'update' ? { status: 'missed', existing: null } : 'insert';
  }
  const result = { ...write.key, ...write.set };
  const done = shape.op !== 'delete' && holds(existing, result, shape.set);
  if (shape.op === 'insert') return done ? { status: 'unchanged' } : { status: 'missed', existing };
  if (shape.op === 'upsert') return done ? { status: 'unchanged' } : 'update';
  if (shape.op === 'update' && !assigns(shape)) return { status: 'unchanged' };
  const allowed = write.guard === null ? !done : holds(existing, write.guard, shape.guard);
  if (allowed) return shape.op;
  return done ? { status: 'unchanged' } : { status: 'missed', existing };
}

/** An update that changes the key may have been carried out before: then its result lies under the new key. */
async function settleRenames(
  connection: WriteConnection,
  { shape, items }: Piece,
  existing: (Row | null)[],
  decisions: Decision[],
  holds: Holds,
): Promise<void> {
  if (shape.op !== 'update' || !shape.key.some((field) => shape.set.includes(field))) return;
  const places = items.flatMap((_, i) => (existing[i] === null ? [i] : []));
  if (places.length === 0) return;
  const moved = places.map((i) => {
    const { write, index } = items[i]!;
    const key = Object.fromEntries(
      shape.key.map((field) => [field, write.set[field] ?? write.key[field] ?? null]),
    );
    return { write: { ...write, key }, index };
  });
  const found = await readExisting(connection, { shape, items: moved });
  found.forEach((row, at) => {
    if (row !== null && holds(row, moved[at]!.write.set, shape.set))
      decisions[places[at]!] = { status: 'unchanged' };
  });
}

function comparer({ table, compareAs }: WriteShape<Table>): Holds {
  const equalities = new Map<string, Equality>();
  const equalityOf = (field: string): Equality => {
    let equality = equalities.get(field);
    if (!equality) {
      equality = within(columnOf(table, field), compareAs[field]);
      equalities.set(field, equality);
    }
    return equality;
  };
  return (existing, asked, fields) =>
    fields.every((field) => equalityOf(field)(existing[field] ?? null, asked[field] ?? null));
}

/** Equality of a column's values, in a coarser domain where one is named: then both are cast to it first (E13). */
function within({ field }: TableColumn, coarser: NeutralType | undefined): Equality {
  const plain = sideEquality(field);
  if (coarser === undefined) return plain;
  const to = { ...field, type: coarser };
  const cast = fieldCast(field, to);
  if ('refused' in cast) return plain;
  const equal = sideEquality(to);
  const convert = (value: Value) => {
    if (value === null) return null;
    try {
      return cast.convert(value);
    } catch (error) {
      if (error instanceof Misfit) return value;
      throw error;
    }
  };
  return (a, b) => plain(a, b) || equal(convert(a), convert(b));
}
