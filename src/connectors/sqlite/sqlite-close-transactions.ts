import { lastChange, putFeedRow, readFeedRows } from './sqlite-feed-table.ts';
import type { SqliteFile } from './sqlite-file.ts';
import type { SqliteHandle } from './sqlite-handle.ts';
import { ownTables as own } from './sqlite-names.ts';

/**
 * Writes down where the transactions end that were committed until now: a position must mean the same changes
 * whenever the feed is read again. Runs in a transaction that has written nothing yet; nobody else's is open then.
 *
 * SQLite tells a trigger nothing of transactions. The write-ahead log has a mark at each commit, and tells them
 * apart as long as it has not begun anew; what it does not tell apart counts as one: it was seen at once, too.
 */
export function closeTransactions(writer: SqliteHandle, file: SqliteFile): void {
  const last = lastChange(writer);
  const closed = writer.number(`SELECT max(id) FROM ${own.commit}`) ?? 0;
  if (last < closed) restoreSequence(writer, closed);
  if (last <= closed) return;
  const root = writer.number(`SELECT rootpage FROM sqlite_schema WHERE name = 'sqlite_sequence'`) ?? 0;
  const ends = new Set(
    file.walCommits.read(`${file.path}-wal`, root).filter((id) => id > closed && id < last),
  );
  for (const id of [...ends, last]) {
    writer.run(`INSERT INTO ${own.commit} (id) VALUES (?) ON CONFLICT DO NOTHING`, BigInt(id));
  }
}

/**
 * Somebody has emptied `sqlite_sequence`: changes got numbers that were given out before, and what they were is not to
 * be told any more. Every feed begins anew, from the highest number on.
 */
function restoreSequence(writer: SqliteHandle, closed: number): void {
  writer.run(`DELETE FROM ${own.change}`);
  writer.run('DELETE FROM sqlite_sequence WHERE name = ?', own.change);
  writer.run('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', own.change, BigInt(closed));
  for (const feed of readFeedRows(writer)) {
    putFeedRow(writer, { ...feed, lost: `The numbering of ${own.change} was set back in sqlite_sequence.` });
  }
}

/** Ends our own transaction, right before its commit. */
export function closeOwnTransaction(writer: SqliteHandle): void {
  writer.run(
    `INSERT INTO ${own.commit} (id) SELECT seq FROM sqlite_sequence WHERE name = ? ON CONFLICT DO NOTHING`,
    own.change,
  );
}
