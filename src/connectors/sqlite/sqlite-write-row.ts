import { SyncError } from '#core/errors/sync-error.ts';
import type { Write, WriteOutcome } from '#core/ports/target.ts';
import type { Row, Value } from '#core/values/value.ts';
import type { SqliteHandle } from './sqlite-handle.ts';
import type { Raw } from './sqlite-literal.ts';
import { keyParameters, type RowShape } from './sqlite-row-shape.ts';
import { decodeAll, rowFrom } from './sqlite-snapshot.ts';

/**
 * Writes one row. What stands there is read first: the write lock is ours, nothing can come between, and reading
 * a row of a local file costs next to nothing.
 *
 * @throws what the row is refused for; nothing of it remains then.
 */
export function writeRow(writer: SqliteHandle, shape: RowShape, write: Write): WriteOutcome {
  const { op } = write;
  const key = keyParameters(shape, write.key);
  const existing = find(writer, shape, key);
  if (existing === null) {
    if (op === 'delete') return { status: 'unchanged' };
    if (op === 'update')
      return isRenamed(writer, shape, write) ? { status: 'unchanged' } : { status: 'missed', existing: null };
    return insert(writer, shape, write);
  }
  if (op === 'delete') {
    if (!holds(shape, existing, write.guard)) return { status: 'missed', existing };
    writer.run(shape.deleteSql, ...key);
    return { status: 'applied' };
  }
  const result = op === 'update' ? write.set : { ...write.key, ...write.set };
  if (holds(shape, existing, result)) return { status: 'unchanged' };
  if (op === 'insert' || !holds(shape, existing, write.guard)) return { status: 'missed', existing };
  update(writer, shape, write, key);
  return { status: 'applied' };
}

/** The values that a row gets, in the order of the shape's fields. */
function valuesOf(shape: RowShape, write: Write): Raw[] {
  return shape.set.map((column) => {
    const value = write.set[column.name] === undefined ? write.key[column.name] : write.set[column.name];
    return column.encode(value ?? null);
  });
}

function find(writer: SqliteHandle, shape: RowShape, key: Raw[]): Row | null {
  const raw = writer.get(shape.selectSql, ...key);
  return raw && rowFrom(shape.read, decodeAll(shape.read, raw));
}

function insert(writer: SqliteHandle, shape: RowShape, write: Write): WriteOutcome {
  refuseWithoutNumber(shape, write);
  writer.run(shape.insertSql, ...valuesOf(shape, write));
  return { status: 'applied' };
}

function update(writer: SqliteHandle, shape: RowShape, write: Write, key: Raw[]): void {
  refuseWithoutNumber(shape, write);
  writer.run(shape.updateSql, ...valuesOf(shape, write), ...key);
}

/** SQLite would make a number up where a row number is null. */
function refuseWithoutNumber({ table }: RowShape, { key, set }: Write): void {
  const { rowNumber } = table;
  if (rowNumber === null) return;
  const value: Value | undefined = set[rowNumber] === undefined ? key[rowNumber] : set[rowNumber];
  if (value !== null) return;
  throw new SyncError('NOT_NULL_VIOLATION', `${table.stream}.${rowNumber} may not be null.`);
}

/** An update that changes the key may have been carried out before: then the result lies under the new key. */
function isRenamed(writer: SqliteHandle, shape: RowShape, { key, set }: Write): boolean {
  if (!shape.key.some(({ name }) => set[name] !== undefined)) return false;
  const renamed = find(writer, shape, keyParameters(shape, { ...key, ...set }));
  return renamed !== null && holds(shape, renamed, set);
}

/** Does the row hold these values? */
export function holds(shape: RowShape, existing: Row, values: Row | null): boolean {
  for (const name in values) {
    const same = shape.same.get(name);
    if (same && !same(existing[name] ?? null, values[name] ?? null)) return false;
  }
  return true;
}
