import { createHash } from 'node:crypto';
import { SyncError } from '#core/errors/sync-error.ts';
import type { Checkpoint, StoredCheckpoint } from '#core/ports/target.ts';
import { answer, type MysqlDatabase } from './mysql-database.ts';
import { CHECKPOINT_TABLE, quoteTable, quoteText } from './mysql-names.ts';

/** How long to wait for another flow that is starting or ending. */
const LOCK_SECONDS = 10;

/**
 * The quoted name of the table that holds one row per lane side. It lies in the connection's own
 * database, so that it is copied and restored together with the rows of which it tells.
 */
export function checkpointTable(database: MysqlDatabase): string {
  return quoteTable({ schema: database.name, table: CHECKPOINT_TABLE });
}

/** `touches` makes every update a change, without which the log would not show it. */
const createSql = (name: string) => `CREATE TABLE IF NOT EXISTS ${name} (
    tag varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL PRIMARY KEY,
    position longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    ordinal bigint NOT NULL,
    epoch bigint NOT NULL,
    at bigint COMMENT 'microseconds since 1970',
    touches bigint unsigned NOT NULL DEFAULT 0
  ) ENGINE = InnoDB COMMENT = 'Bookkeeping of Syncline: how far each sync has applied.'`;

/** Whether the table stands. */
export async function checkpointTableExists(database: MysqlDatabase): Promise<boolean> {
  const rows = await database.rows(
    `SELECT 1 FROM information_schema.TABLES
     WHERE TABLE_SCHEMA = ${quoteText(database.name)} AND TABLE_NAME = ${quoteText(CHECKPOINT_TABLE)}`,
  );
  return rows.length > 0;
}

/** Makes the table where it is missing; needs CREATE on the database only then. */
export async function createCheckpointTable(database: MysqlDatabase): Promise<void> {
  if (await checkpointTableExists(database)) return;
  await database.rows(createSql(checkpointTable(database)));
}

/** Makes the rows of these tags, at the position before every other. */
export async function prepareCheckpoints(database: MysqlDatabase, tags: string[]): Promise<void> {
  await withOwnTables(database, async () => {
    await createCheckpointTable(database);
    const there = await readCheckpoints(database, tags);
    const rows = tags.filter((tag) => !there.has(tag)).map((tag) => `(${quoteText(tag)}, '', -1, 0)`);
    if (rows.length === 0) return;
    await database.run(
      `INSERT INTO ${checkpointTable(database)} (tag, position, ordinal, epoch) VALUES ${rows.join(', ')}`,
    );
  });
}

/** Who is about our tables, by database: within one session they take turns without a connection each. */
const turns = new WeakMap<MysqlDatabase, Promise<unknown>>();

/** Flows that start or end at the same moment take turns over the tables that they share. */
export function withOwnTables<T>(database: MysqlDatabase, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(database) ?? Promise.resolve()).then(() => withLock(database, work));
  // Whoever comes next is not concerned with how this one ends.
  turns.set(
    database,
    turn.catch(() => undefined),
  );
  return turn;
}

async function withLock<T>(database: MysqlDatabase, work: () => Promise<T>): Promise<T> {
  const lock = quoteText(`syncline ${createHash('sha256').update(database.name).digest('hex').slice(0, 32)}`);
  return database.withClient(async (client) => {
    const { rows } = await answer(client, `SELECT GET_LOCK(${lock}, ${LOCK_SECONDS})`);
    if (rows[0]?.[0] !== '1') {
      throw new SyncError('LOCK_WAIT', 'Another flow is starting or ending on the same database.');
    }
    try {
      return await work();
    } finally {
      await client.query(`DO RELEASE_LOCK(${lock})`);
    }
  });
}

/** The stored rows of these tags; a tag without a row is left out. */
export async function readCheckpoints(
  database: MysqlDatabase,
  tags: string[],
): Promise<Map<string, StoredCheckpoint>> {
  const stored = new Map<string, StoredCheckpoint>();
  if (tags.length === 0 || !(await checkpointTableExists(database))) return stored;
  const rows = await database.rows(
    `SELECT tag, position, ordinal, epoch, at FROM ${checkpointTable(database)}
     WHERE tag IN (${tags.map(quoteText).join(', ')})`,
  );
  for (const [tag, position, ordinal, epoch, at] of rows) {
    const place = { position: position!, ordinal: Number(ordinal), epoch: Number(epoch) };
    stored.set(tag!, { tag: tag!, ...place, at: at === null ? null : Number(at) });
  }
  return stored;
}

/** The statement that writes a tag's row: with its new place, or the old place again; see `checkMark`. */
export function markSql(
  database: MysqlDatabase,
  tag: string,
  { place, epoch, rows }: { place?: Checkpoint; epoch: number; rows: boolean },
): string {
  const moment = rows ? ', at = ROUND(UNIX_TIMESTAMP(NOW(6)) * 1000000)' : '';
  const placed = place
    ? `position = ${quoteText(place.position)}, ordinal = ${Math.trunc(place.ordinal)}, `
    : '';
  const owner = Math.trunc(place?.epoch ?? epoch);
  return `UPDATE ${checkpointTable(database)} SET ${placed}epoch = ${owner}, touches = touches + 1${moment}
    WHERE tag = ${quoteText(tag)} AND epoch <= ${owner}`;
}

/** @param found rows that the statement of `markSql` found. Throws `LEASE_STALE`. */
export function checkMark(tag: string, found: number): void {
  if (found === 1) return;
  throw new SyncError('LEASE_STALE', `Another runner has written the checkpoint ${tag}, or removed it.`);
}
