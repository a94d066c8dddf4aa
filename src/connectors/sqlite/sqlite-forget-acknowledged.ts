import { putFeedRow, readFeedRow } from './sqlite-feed-table.ts';
import type { SqliteHandle } from './sqlite-handle.ts';
import { ownTables as own } from './sqlite-names.ts';
import { tableExists } from './sqlite-own-tables.ts';

/** Changes that are deleted at once, at most: other programs wait meanwhile. */
const DELETED = 50_000;

/**
 * Keeps how far a feed is acknowledged, if it is still this reader's, and deletes what no feed needs any more.
 * Runs in a transaction.
 */
export function forgetAcknowledged(
  writer: SqliteHandle,
  { feedId, reader, acknowledged }: { feedId: string; reader: string; acknowledged: number },
): void {
  const row = tableExists(writer, own.feed) ? readFeedRow(writer, feedId) : null;
  if (!row || row.reader !== reader || row.acknowledged >= acknowledged) return;
  putFeedRow(writer, { ...row, acknowledged });
  forgetUnneeded(writer);
}

/** Deletes changes that every feed has acknowledged, and shapes and ends of transactions that only they needed. */
export function forgetUnneeded(writer: SqliteHandle): void {
  const needed = writer.number(`SELECT min(acknowledged) FROM ${own.feed} WHERE lost IS NULL`);
  const first = writer.number(`SELECT min(id) FROM ${own.change}`);
  const last = writer.number(`SELECT max(id) FROM ${own.commit}`) ?? 0;
  const until = Math.min(needed ?? last, first === null ? Number.MAX_SAFE_INTEGER : first + DELETED);
  writer.run(`DELETE FROM ${own.change} WHERE id <= ?`, BigInt(until));
  writer.run(
    `DELETE FROM ${own.commit} WHERE id < ? AND id < (SELECT max(id) FROM ${own.commit})`,
    BigInt(until),
  );
}
