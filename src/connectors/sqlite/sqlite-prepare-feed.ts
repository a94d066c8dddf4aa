import { SyncError } from '#core/errors/sync-error.ts';
import { closeTransactions } from './sqlite-close-transactions.ts';
import { isUnbroken, lastChange, putFeedRow, readFeedRow } from './sqlite-feed-table.ts';
import type { SqliteFile } from './sqlite-file.ts';
import { ownTables } from './sqlite-names.ts';
import { makeLogTables, tableExists } from './sqlite-own-tables.ts';
import { hasTriggers, syncTriggers } from './sqlite-sync-triggers.ts';

/**
 * Makes the tables and triggers that a feed needs, or adapts them to other streams; a feed that misses changes
 * begins anew. Returns whether it begins now.
 */
export async function prepareSqliteFeed(
  file: SqliteFile,
  { feedId, streams }: { feedId: string; streams: string[] },
): Promise<{ created: boolean }> {
  const missing = streams.filter((stream) => !file.catalog.find(file.reader, stream));
  if (missing.length > 0) throw new SyncError('STREAM_MISSING', `There is no table ${missing.join(', ')}.`);
  await switchToWal(file);
  return file.transaction((writer) => {
    makeLogTables(writer, file.identity);
    closeTransactions(writer, file);
    // Whatever happened to the triggers until now, the feeds that were there know of it after this.
    syncTriggers(writer, file.catalog);
    const known = readFeedRow(writer, feedId);
    const kept = known && known.lost === null && isUnbroken(writer, known.acknowledged) ? known : null;
    const row = kept ?? {
      id: feedId,
      acknowledged: lastChange(writer),
      streams: {},
      lost: null,
      reader: null,
    };
    row.streams = Object.fromEntries(streams.map((stream) => [stream, row.streams[stream] ?? null]));
    putFeedRow(writer, row);
    syncTriggers(writer, file.catalog);
    const now = lastChange(writer);
    row.streams = Object.fromEntries(streams.map((stream) => [stream, row.streams[stream] ?? now]));
    putFeedRow(writer, row);
    return { created: kept === null };
  });
}

/** Is everything that happened since the feed was last acknowledged written down? */
export function isWholeFeed(file: SqliteFile, feedId: string): boolean {
  const handle = file.reader;
  if (!tableExists(handle, ownTables.feed)) return false;
  const row = readFeedRow(handle, feedId);
  if (!row || row.lost !== null || !isUnbroken(handle, row.acknowledged)) return false;
  return Object.keys(row.streams).every((stream) => {
    const table = file.catalog.find(handle, stream);
    return table === null || hasTriggers(handle, table);
  });
}

/** Readers and writers do not wait for each other then; it stays with the file. */
async function switchToWal(file: SqliteFile): Promise<void> {
  const mode = await file.outside((writer) => String(writer.get('PRAGMA journal_mode = WAL')?.[0]));
  if (mode === 'wal') return;
  throw new SyncError(
    'LOG_LEVEL',
    `The file keeps to the journal mode "${mode}" and takes no write-ahead log.`,
    {
      detail: 'It must lie on a local disk, and no other program may have it open in this moment.',
    },
  );
}
