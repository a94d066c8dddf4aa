import type { Position } from '#core/change/position.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import type { LoggedColumn } from './mysql-logged-table.ts';
import { FEED_TABLE, feedHash, quoteTable, quoteText } from './mysql-names.ts';

/** A stream of a feed. */
export type FeedStream = {
  /** Transactions at or before it are none of the feed's. */
  from: Position;
  /** What it was made of at the feed's position. */
  columns: LoggedColumn[];
};

/** Where a feed stands in the log of a server with GTIDs. */
export type StoredLog = {
  /**
   * What has been logged before the last transaction at or before the position, as `GtidState` spells it; with that
   * transaction, where the position names none.
   */
  gtids: string;
  /** Where that transaction begins, as a position of a file and an offset; null where that is not known. */
  place: Position | null;
  /** The feed's position is a file and an offset: it goes on so up to this one, where the GTIDs are those above. */
  turn: Position | null;
};

/** Where a feed stands, as stored in the system that it reads: a binary log keeps no place for its readers. */
export type StoredFeed = {
  position: Position;
  /** Null where its server has no GTIDs, or had been read without them. */
  log: StoredLog | null;
  /** Why the feed cannot go on from there; null while it can. */
  lost: string | null;
  streams: Record<string, FeedStream>;
};

/** The row that is written to make the log move. */
const BEAT = '';

const nameOf = (database: MysqlDatabase) => quoteTable({ schema: database.name, table: FEED_TABLE });

/** Makes the table where it is missing; needs CREATE on the database only then. */
export async function createFeedTable(database: MysqlDatabase): Promise<void> {
  if (await feedTableExists(database)) return;
  await database.run(
    `CREATE TABLE IF NOT EXISTS ${nameOf(database)} (
       id varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
       position varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
       lost text CHARACTER SET utf8mb4,
       streams longtext CHARACTER SET utf8mb4 NOT NULL,
       beats bigint unsigned NOT NULL DEFAULT 0
     ) ENGINE = InnoDB COMMENT = 'Bookkeeping of Syncline: how far each sync has read.'`,
  );
}

/** Whether the table stands. */
export async function feedTableExists(database: MysqlDatabase): Promise<boolean> {
  const rows = await database.rows(
    `SELECT 1 FROM information_schema.TABLES
     WHERE TABLE_SCHEMA = ${quoteText(database.name)} AND TABLE_NAME = ${quoteText(FEED_TABLE)}`,
  );
  return rows.length > 0;
}

/** Looks a feed up; null when it was never prepared. */
export async function readFeed(database: MysqlDatabase, feedId: string): Promise<StoredFeed | null> {
  if (!(await feedTableExists(database))) return null;
  const [row] = await database.rows(
    `SELECT position, lost, streams FROM ${nameOf(database)} WHERE id = ${quoteText(feedHash(feedId))}`,
  );
  if (!row) return null;
  return { position: row[0]!, lost: row[1] ?? null, ...parseDocument(row[2]!) };
}

/** The column holds the streams alone where there is nothing to say of GTIDs. */
function parseDocument(text: string): Pick<StoredFeed, 'log' | 'streams'> {
  const document = JSON.parse(text);
  return Array.isArray(document)
    ? { log: document[0], streams: document[1] }
    : { log: null, streams: document };
}

function documentOf({ log, streams }: Pick<StoredFeed, 'log' | 'streams'>): string {
  return quoteText(JSON.stringify(log === null ? streams : [log, streams]));
}

/** Stores where a feed stands, in place of what was known of it. */
export async function putFeed(
  database: MysqlDatabase,
  feedId: string,
  { position, log, streams }: Omit<StoredFeed, 'lost'>,
): Promise<void> {
  await database.run(
    `REPLACE INTO ${nameOf(database)} (id, position, lost, streams)
     VALUES (${quoteText(feedHash(feedId))}, ${quoteText(position)}, NULL, ${documentOf({ log, streams })})`,
  );
}

/** Moves a feed on. @returns whether it is still there */
export async function moveFeed(
  database: MysqlDatabase,
  feedId: string,
  { position, log, streams }: Omit<StoredFeed, 'lost'>,
): Promise<boolean> {
  const { found } = await database.run(
    `UPDATE ${nameOf(database)} SET position = ${quoteText(position)}, streams = ${documentOf({ log, streams })}
     WHERE id = ${quoteText(feedHash(feedId))}`,
  );
  return found > 0;
}

/** Notes that a feed cannot go on, so that it is made anew. */
export async function loseFeed(database: MysqlDatabase, feedId: string, reason: string): Promise<void> {
  await database.run(
    `UPDATE ${nameOf(database)} SET lost = ${quoteText(reason)} WHERE id = ${quoteText(feedHash(feedId))}`,
  );
}

/** Writes to the table, so that the log moves. Waits for who does the same. */
export async function moveLog(database: MysqlDatabase): Promise<void> {
  await database.run(
    `SET @syncline_wait = @@SESSION.innodb_lock_wait_timeout, SESSION innodb_lock_wait_timeout = 20;
     INSERT INTO ${nameOf(database)} (id, position, streams, beats) VALUES (${quoteText(BEAT)}, '', '{}', 1)
       ON DUPLICATE KEY UPDATE beats = beats + 1;
     SET SESSION innodb_lock_wait_timeout = @syncline_wait`,
  );
}

/** Hashes of the feeds that are stored, of those asked for or of all others. */
export async function storedFeeds(database: MysqlDatabase): Promise<string[]> {
  if (!(await feedTableExists(database))) return [];
  const rows = await database.rows(
    `SELECT id FROM ${nameOf(database)} WHERE id <> ${quoteText(BEAT)} ORDER BY id`,
  );
  return rows.map(([id]) => id!);
}

/** Forgets a feed, by its hash. */
export async function dropFeed(database: MysqlDatabase, hash: string): Promise<void> {
  await database.run(`DELETE FROM ${nameOf(database)} WHERE id = ${quoteText(hash)}`);
}

/** Removes the table. */
export async function dropFeedTable(database: MysqlDatabase): Promise<void> {
  await database.run(`DROP TABLE IF EXISTS ${nameOf(database)}`);
}
