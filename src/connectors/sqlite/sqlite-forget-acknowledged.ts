import { putFeedRow, readFeedRow } from './sqlite-feed-table.ts';
import type { SqliteHandle } from './sqlite-handle.ts';
import { ownTables as own } from './sqlite-names.ts';
import { tableExists } from './sqlite-own-tables.ts';

/** Changes that are deleted at once, at most: other programs wait meanwhile. */
const DELETED = 50_000;

/**
 * Keeps how far a feed is acknowledged, if it is still this reader's, and deletes what no feed needs any more.
 * Runs in a transaction. Returns whether more is left to be deleted another time.
 */
export function forgetAcknowledged(
  writer: SqliteHandle,
  { feedId, reader, acknowledged }: { feedId: string; reader: string; acknowledged: number },
): boolean {
  const row = tableExists(writer, own.feed) ? readFeedRow(writer, feedId) : null;
  if (!row || row.reader !== reader || row.acknowledged > acknowledged) return false;
  if (row.acknowledged < acknowledged) putFeedRow(writer, { ...row, acknowledged });
  return forgetUnneeded(writer);
}

/** Deletes changes that every feed has acknowledged, and where their transactions ended. Returns whether some are left. */
export function forgetUnneeded(writer: SqliteHandle): boolean {
  const needed = writer.number(`SELECT min(acknowledged) FROM ${own.feed} WHERE lost IS NULL`);
  const first = writer.number(`SELECT min(id) FROM ${own.change}`);
  const last = writer.number(`SELECT max(id) FROM ${own.commit}`) ?? 0;
  const end = needed ?? last;
  const until = first === null ? end : Math.min(end, first + DELETED);
  writer.run(`DELETE FROM ${own.change} WHERE id <= ?`, BigInt(until));
  writer.run(
    `DELETE FROM ${own.commit} WHERE id < ? AND id < (SELECT max(id) FROM ${own.commit})`,
    BigInt(until),
  );
  return until < end;
}
