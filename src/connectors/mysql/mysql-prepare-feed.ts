import { SyncError } from '#core/errors/sync-error.ts';
import { createCheckpointTable } from './mysql-checkpoint-table.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { createFeedTable, type FeedStream, putFeed, readFeed, type StoredFeed } from './mysql-feed-table.ts';
import type { LogFile, MysqlLog } from './mysql-log.ts';
import { loggedColumns, sameColumns } from './mysql-logged-table.ts';
import { parseStreamName, type TableName } from './mysql-names.ts';
import { type LogPlace, parsePosition } from './mysql-position.ts';
import { readTables } from './mysql-read-tables.ts';
import type { Table } from './mysql-table.ts';

/** A table that keeps changing while it is looked at is somebody's who is not done. */
const ATTEMPTS = 20;

/** Why a stored feed cannot go on. `HISTORY_CHANGED`: its log is another one. */
export type FeedTrouble = { code: 'SLOT_LOST' | 'SLOT_INVALIDATED' | 'HISTORY_CHANGED'; detail: string };

/**
 * Stores where a feed begins, or adapts a stored one to other streams: those that are new to it begin now. A
 * transaction that is open now is logged whole when it is committed, and so belongs to the feed.
 */
export async function prepareMysqlFeed(
  database: MysqlDatabase,
  log: MysqlLog,
  feed: { feedId: string; streams: string[] },
): Promise<{ created: boolean }> {
  await requireRows(database);
  await createCheckpointTable(database);
  await createFeedTable(database);
  const stored = await readFeed(database, feed.feedId);
  const whole = stored !== null && (await findPlace(log, stored)).code === null;
  const known = whole ? stored.streams : {};
  const added = feed.streams.filter((stream) => !(stream in known));
  const { position, streams } = await lookAt(database, log, added);
  const kept = feed.streams.filter((stream) => stream in known).map((stream) => [stream, known[stream]!]);
  const all = { ...Object.fromEntries(kept), ...streams };
  const isSame = whole && added.length === 0 && kept.length === Object.keys(known).length;
  if (!isSame)
    await putFeed(database, feed.feedId, { position: whole ? stored.position : position, streams: all });
  return { created: !whole };
}

/** Finds a stored feed's place in the log as it is now, or what stands in its way. */
export async function findPlace(
  log: MysqlLog,
  feed: StoredFeed,
): Promise<FeedTrouble | { code: null; place: LogPlace; file: LogFile }> {
  if (feed.lost !== null) return { code: 'SLOT_LOST', detail: feed.lost };
  const place = parsePosition(feed.position);
  if (place === null) return { code: 'SLOT_LOST', detail: `${feed.position} is no place in a binary log.` };
  const check = await log.check(place);
  if (check.state === 'there') return { code: null, place, file: check.file };
  return { code: check.state === 'purged' ? 'SLOT_INVALIDATED' : 'HISTORY_CHANGED', detail: check.detail };
}

/** What these tables are, and a position at which they were just that. */
async function lookAt(
  database: MysqlDatabase,
  log: MysqlLog,
  streams: string[],
): Promise<{ position: string; streams: Record<string, FeedStream> }> {
  const names = streams.map((stream) => parseStreamName(stream, database.name));
  let before = await readTables(database, names);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const position = await log.endPosition();
    const tables = await readTables(database, names);
    const found = streams.map((stream, i) => [stream, tableOf(tables, names[i]!)] as const);
    const missing = found.filter(([, table]) => table === undefined).map(([stream]) => stream);
    if (missing.length > 0) throw new SyncError('STREAM_MISSING', `There is no table ${missing.join(', ')}.`);
    const columnsOf = (from: Table[], name: TableName) => {
      const table = tableOf(from, name);
      return table ? loggedColumns(table) : [];
    };
    if (names.every((name) => sameColumns(columnsOf(before, name), columnsOf(tables, name)))) {
      const described = found.map(([stream, table]) => [
        stream,
        { from: position, columns: loggedColumns(table!) },
      ]);
      return { position, streams: Object.fromEntries(described) };
    }
    before = tables;
  }
  throw new SyncError('SCHEMA_CHANGED', `${streams.join(', ')} is being changed.`);
}

function tableOf(tables: Table[], { schema, table }: TableName): Table | undefined {
  return tables.find(({ name }) => name.schema === schema && name.table === table);
}

/** Without them nothing of the log can be carried. */
async function requireRows(database: MysqlDatabase): Promise<void> {
  const [row] = await database.rows('SELECT @@log_bin, @@GLOBAL.binlog_format');
  if (row?.[0] !== '1') throw new SyncError('LOG_LEVEL', 'The server writes no binary log (log_bin is off).');
  if (row[1] !== 'ROW') {
    throw new SyncError(
      'LOG_LEVEL',
      `The log does not hold rows: binlog_format is ${row[1]}, and must be ROW.`,
    );
  }
}
