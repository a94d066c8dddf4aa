import { SyncError } from '#core/errors/sync-error.ts';
import { createCheckpointTable } from './mysql-checkpoint-table.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { classifyMysqlError } from './mysql-errors.ts';
import {
  createFeedTable,
  type FeedStream,
  moveLog,
  putFeed,
  readFeed,
  type StoredFeed,
} from './mysql-feed-table.ts';
import { formatGtidPosition } from './mysql-gtid-position.ts';
import { GtidPositions } from './mysql-gtid-positions.ts';
import { locateFeed } from './mysql-locate-feed.ts';
import type { MysqlLog } from './mysql-log.ts';
import type { ReadingPlace } from './mysql-log-positions.ts';
import { loggedColumns, sameColumns } from './mysql-logged-table.ts';
import { parseStreamName, quoteText, type TableName } from './mysql-names.ts';
import { formatPosition } from './mysql-position.ts';
import { readTables } from './mysql-read-tables.ts';
import type { Table } from './mysql-table.ts';
import { followLog } from './mysql-trace-log.ts';

/** A table that keeps changing while it is looked at is somebody's who is not done. */
const ATTEMPTS = 20;

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
  const whole = stored !== null && (await locateFeed(database, log, stored)).code === null;
  const known = whole ? stored.streams : {};
  const added = feed.streams.filter((stream) => !(stream in known));
  const begin = whole ? await turnToGtids(database, log, stored) : await beginning(database, log);
  const { position, streams } = await lookAt(database, log, added);
  const kept = feed.streams.filter((stream) => stream in known).map((stream) => [stream, known[stream]!]);
  const all = { ...Object.fromEntries(kept), ...streams };
  const isSame =
    whole &&
    added.length === 0 &&
    kept.length === Object.keys(known).length &&
    (begin.log === null) === (stored.log === null);
  if (!isSame) await putFeed(database, feed.feedId, { position, ...begin, streams: all });
  return { created: !whole };
}

/** Without a position: where its tables have been looked at. */
type Begin = Partial<Pick<StoredFeed, 'position'>> & Pick<StoredFeed, 'log'>;

/** Where a feed begins. Its streams begin later, when their tables have been looked at. */
async function beginning(database: MysqlDatabase, log: MysqlLog): Promise<Begin> {
  if (!(await log.hasGtids())) return { log: null };
  const { mariadb } = await database.dialect();
  const state = await log.gtids();
  const gtids = state.toString();
  const end = formatGtidPosition({ count: state.count, ties: 0, mark: '', behind: true });
  // A transaction that can be looked for later, whichever server it is then.
  await moveLog(database);
  const start = { position: end, log: { gtids, place: null, turn: null }, mariadb, exact: false };
  const reading = {
    at: { gtids, mariadb },
    positions: (place: ReadingPlace) => new GtidPositions(place, start),
  };
  const positions = await followLog(database, reading, () => true).catch((error: unknown) => {
    throw classifyMysqlError(error, 'Reading the end of the log');
  });
  return { position: positions.behind()!, log: positions.stored() };
}

/**
 * A feed that was stored by file and offset on a server with GTIDs goes on so up to here. What it has told by then
 * keeps its positions, which come before all others.
 */
async function turnToGtids(database: MysqlDatabase, log: MysqlLog, feed: StoredFeed): Promise<Begin> {
  const { position } = feed;
  if (feed.log !== null || !(await log.hasGtids())) return { position, log: feed.log };
  const { name, offset, ...end } = await log.end();
  const [row] = await database.rows(`SELECT BINLOG_GTID_POS(${quoteText(name)}, ${offset})`);
  const gtids = row?.[0] ?? null;
  if (gtids === null)
    throw new SyncError('SLOT_LOST', `The server cannot tell its GTIDs at ${name}, ${offset}.`);
  const turn = formatPosition({
    ...end,
    offset,
    after: false,
    begun: await log.begun({ number: end.file, name }),
  });
  return { position, log: { gtids, place: null, turn } };
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
