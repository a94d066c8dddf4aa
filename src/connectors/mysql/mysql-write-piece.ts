import type { WriteOutcome } from '#core/ports/target.ts';
import type { PlacedWrite } from '#core/writing/write-group.ts';
import { classifyMysqlError, isRowError } from './mysql-errors.ts';
import { uniqueIndexOf } from './mysql-table.ts';
import { fittingRuns } from './mysql-value-rows.ts';
import type { Piece, WriteConnection } from './mysql-write-connection.ts';
import { absentSql, assigns, deleteSql, insertSql, updateSql, writeRows } from './mysql-write-sql.ts';
import { writeWithCare } from './mysql-write-with-care.ts';

/**
 * Writes of one shape, set by set: one statement for as many as a packet takes. The count of rows that it
 * found tells that all went through; where it does not, what the statement did is undone, the records are
 * read and locked, and each write is decided by itself.
 *
 * @returns an outcome per write, in order. Throws the driver's errors, row errors too.
 */
export async function writeGroup(connection: WriteConnection, group: Piece): Promise<WriteOutcome[]> {
  const outcomes: WriteOutcome[] = [];
  for (const { from, to } of fittingRuns(connection.dialect, group.items.map(sizeOf))) {
    const piece = { shape: group.shape, items: group.items.slice(from, to) };
    const done = await writeAtOnce(connection, piece);
    outcomes.push(
      ...(done
        ? piece.items.map((): WriteOutcome => ({ status: 'applied' }))
        : await writeWithCare(connection, piece)),
    );
  }
  return outcomes;
}

/** Whether every write was applied; if not, nothing of them remains. */
async function writeAtOnce(connection: WriteConnection, piece: Piece): Promise<boolean> {
  const { shape } = piece;
  // A key that finds several records says nothing by its count.
  if (!uniqueIndexOf(shape.table, shape.key)) return false;
  switch (shape.op) {
    case 'insert':
      return insertAll(connection, piece);
    case 'update': {
      if (!assigns(shape)) return false;
      const rows = guardedRows(piece, ['key', 'set', 'guard']);
      return (
        rows !== null &&
        allFound(connection, piece, updateSql(connection.dialect, shape, rows, { locked: false }))
      );
    }
    case 'delete': {
      const rows = guardedRows(piece, ['key', 'guard']);
      return (
        rows !== null &&
        allFound(connection, piece, deleteSql(connection.dialect, shape, rows, { locked: false }))
      );
    }
    case 'upsert':
      return upsertAll(connection, piece);
  }
}

async function allFound({ run }: WriteConnection, { items }: Piece, sql: string): Promise<boolean> {
  const { found } = await run(`SAVEPOINT piece; ${sql}`);
  if (found === items.length) return true;
  await run('ROLLBACK TO SAVEPOINT piece');
  return false;
}

/** Null where a value that the guard asks for is none of its field's: then no record holds it. */
function guardedRows({ shape, items }: Piece, parts: ('key' | 'set' | 'guard')[]): string[] | null {
  try {
    return writeRows(shape, items, parts);
  } catch (error) {
    if (isRowError(error)) return null;
    throw error;
  }
}

async function insertAll({ run }: WriteConnection, { shape, items }: Piece): Promise<boolean> {
  try {
    await run(insertSql(shape, writeRows(shape, items, ['set'])));
    return true;
  } catch (error) {
    // The server has undone the whole statement.
    if (classifyMysqlError(error).code === 'UNIQUE_VIOLATION') return false;
    throw error;
  }
}

/** Mostly records that are there, or mostly new ones: what is found tells which, without a read. */
async function upsertAll(connection: WriteConnection, piece: Piece): Promise<boolean> {
  const { run, dialect } = connection;
  const { shape, items } = piece;
  // What is equal in a coarser domain is left alone: that is not for the server to tell.
  if (Object.keys(shape.compareAs).some((field) => shape.set.includes(field))) return false;
  if (!assigns(shape)) return insertAll(connection, piece);
  const rows = writeRows(shape, items, ['key', 'set']);
  const { found } = await run(`SAVEPOINT piece; ${updateSql(dialect, shape, rows, { locked: false })}`);
  if (found === items.length) return true;
  const { rows: absent } = await run(absentSql(dialect, shape, writeRows(shape, items, ['key'])));
  const missing = absent.map(([n]) => items[Number(n) - 1]!);
  if (missing.length > 0 && found + missing.length === items.length) {
    if (await insertAll(connection, { shape, items: missing })) return true;
  }
  await run('ROLLBACK TO SAVEPOINT piece');
  return false;
}

/** Bytes that the write takes in a statement, or somewhat more. */
function sizeOf({ write }: PlacedWrite): number {
  let size = 64;
  for (const row of [write.key, write.set, write.guard ?? {}]) {
    for (const value of Object.values(row)) size += value === null ? 8 : 16 + bytesOf(value);
  }
  return size;
}

/** A short text is taken for the largest that it may be. */
function bytesOf(value: string): number {
  return value.length < 1000 ? value.length * 3 : Buffer.byteLength(value);
}
