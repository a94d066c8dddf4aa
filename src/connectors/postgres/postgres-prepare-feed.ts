import { SyncError } from '#core/errors/sync-error.ts';
import { textArray } from '#lib/text-array.ts';
import { createCheckpointTable, lockOwnObjects } from './postgres-checkpoint-table.ts';
import type { PostgresDatabase } from './postgres-database.ts';
import { classifyPostgresError } from './postgres-errors.ts';
import {
  CHECKPOINT_TABLE,
  feedObjectName,
  OWN_SCHEMA,
  parseStreamName,
  quoteName,
  quoteTable,
  streamName,
  type TableName,
} from './postgres-names.ts';
import { newSlotName, readSlot } from './postgres-slot.ts';

/** How long to wait for transactions that were open before the feed, before saying that they are in the way. */
const WAIT_MILLISECONDS = 60_000;

/**
 * Makes the publication (first, so that the slot never meets a moment without it) and the slot of a
 * feed, or adapts the publication to other streams. Returns whether the slot is new.
 */
export async function preparePostgresFeed(
  database: PostgresDatabase,
  feed: { feedId: string; streams: string[] },
): Promise<{ created: boolean }> {
  const name = feedObjectName(feed.feedId);
  const streams = feed.streams.map(parseStreamName);
  await refuseWithoutIdentity(database, streams);
  await createCheckpointTable(database);
  const added = await preparePublication(database, name, streams);
  const created = await createSlot(database, feed.feedId);
  // A new slot waits by itself for transactions that were open; an old one may already be past them.
  if (!created && added.length > 0) await waitForWriters(database, added);
  return { created };
}

/** To publish such a table would make its owner's own updates and deletes fail. */
async function refuseWithoutIdentity(database: PostgresDatabase, streams: TableName[]): Promise<void> {
  const found = await database.rows(
    `SELECT n.nspname AS schema, c.relname AS table,
       c.relreplident = 'n' OR (c.relreplident = 'd' AND NOT EXISTS (
         SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)) AS no_identity,
       c.relreplident = 'f' AND EXISTS (
         SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attgenerated = 'v' AND NOT a.attisdropped) AS virtual
     FROM unnest($1::text[], $2::text[]) AS u(schema, name)
     JOIN pg_namespace n ON n.nspname = u.schema JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = u.name
     WHERE c.relkind IN ('r', 'p')`,
    [textArray(streams.map((s) => s.schema)), textArray(streams.map((s) => s.table))],
  );
  const names = new Set(found.map((row) => streamName({ schema: row.schema!, table: row.table! })));
  const missing = streams.map(streamName).filter((stream) => !names.has(stream));
  if (missing.length > 0) throw new SyncError('STREAM_MISSING', `There is no table ${missing.join(', ')}.`);
  for (const row of found) {
    const stream = streamName({ schema: row.schema!, table: row.table! });
    if (row.no_identity === 't') {
      throw new SyncError(
        'KEY_MISSING',
        `${stream} has no replica identity: publishing it would block its updates.`,
      );
    }
    if (row.virtual === 't') {
      throw new SyncError(
        'BEFORE_IMAGE_PARTIAL',
        `${stream} has virtual generated columns and replica identity FULL: publishing it would block its updates.`,
      );
    }
  }
}

/** Returns the tables that were not published before. */
async function preparePublication(
  database: PostgresDatabase,
  name: string,
  streams: TableName[],
): Promise<TableName[]> {
  const wanted = [...streams, { schema: OWN_SCHEMA, table: CHECKPOINT_TABLE }];
  return database.transaction(async (client) => {
    // Behind somebody's ALTER TABLE we would block every later one: rather try again.
    await client.query(`SET LOCAL lock_timeout = '10s'`);
    await lockOwnObjects(client);
    const { rows } = await client.query<{ schema: string | null; table: string | null }>(
      `SELECT n.nspname AS schema, c.relname AS table FROM pg_publication p
       LEFT JOIN pg_publication_rel r ON r.prpubid = p.oid
       LEFT JOIN pg_class c ON c.oid = r.prrelid LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE p.pubname = $1`,
      [name],
    );
    const published = new Set(
      rows.filter((r) => r.table).map((r) => streamName({ schema: r.schema!, table: r.table! })),
    );
    const tables = wanted.map(quoteTable).join(', ');
    if (rows.length === 0) {
      const version = await client.query<{ version: string }>(
        `SELECT current_setting('server_version_num') AS version`,
      );
      const generated =
        Number(version.rows[0]!.version) >= 180_000 ? `, publish_generated_columns = 'stored'` : '';
      await client.query(
        `CREATE PUBLICATION ${quoteName(name)} FOR TABLE ${tables} WITH (
           publish = 'insert, update, delete, truncate', publish_via_partition_root = true${generated})`,
      );
      return wanted;
    }
    const added = wanted.filter((table) => !published.has(streamName(table)));
    if (added.length > 0 || published.size !== wanted.length) {
      await client.query(`ALTER PUBLICATION ${quoteName(name)} SET TABLE ${tables}`);
    }
    return added;
  });
}

async function createSlot(database: PostgresDatabase, feedId: string): Promise<boolean> {
  const existing = await readSlot(database, feedId);
  if (existing && existing.invalid === null) return false;
  // What such a slot still says is of no use: a reader of it gets an error and nothing else.
  if (existing) await database.rows('SELECT pg_drop_replication_slot($1)', [existing.name]);
  const name = await newSlotName(database, feedId);
  return database.withClient(async (client) => {
    await client.query(`SET statement_timeout = ${WAIT_MILLISECONDS}`);
    try {
      await client.query(`SELECT pg_create_logical_replication_slot($1, 'pgoutput')`, [name]);
      await client.query('SET statement_timeout = 0');
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === '57014')
        throw openTransactions(await openWriters(database), error);
      // Another session of ours made it meanwhile.
      if ((error as { code?: string }).code === '42710') return false;
      throw classifyPostgresError(error, `Creating the replication slot ${name}`);
    }
  });
}

/** Waits for the transactions that wrote to these tables before they were published. */
async function waitForWriters(database: PostgresDatabase, tables: TableName[]): Promise<void> {
  const values = [textArray(tables.map((t) => t.schema)), textArray(tables.map((t) => t.table))];
  const writersSql = `
    SELECT DISTINCT l.virtualtransaction AS transaction
    FROM pg_locks l
    WHERE l.locktype = 'relation' AND l.granted AND l.mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND l.pid <> pg_backend_pid()
      AND l.relation IN (
        SELECT COALESCE(t.relid, c.oid) FROM unnest($1::text[], $2::text[]) AS u(schema, name)
        JOIN pg_namespace n ON n.nspname = u.schema JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = u.name
        LEFT JOIN LATERAL pg_partition_tree(c.oid) t ON true)`;
  const writers = async () => (await database.rows(writersSql, values)).map((row) => row.transaction!);
  const waiting = new Set(await writers());
  const until = Date.now() + WAIT_MILLISECONDS;
  while (waiting.size > 0) {
    if (Date.now() > until) throw openTransactions([...waiting].join(', '));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const now = new Set(await writers());
    for (const writer of waiting) if (!now.has(writer)) waiting.delete(writer);
  }
}

function openTransactions(who: string, cause?: unknown): SyncError {
  return new SyncError(
    'CONNECTION_TIMEOUT',
    'Transactions that were open before the sync have not ended; it can only begin after them.',
    { detail: who, cause },
  );
}

async function openWriters(database: PostgresDatabase): Promise<string> {
  const rows = await database.rows(
    `SELECT pid, usename, application_name, xact_start FROM pg_stat_activity
     WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid() ORDER BY xact_start LIMIT 5`,
  );
  return rows
    .map((r) => `pid ${r.pid} (${r.usename}, ${r.application_name}) since ${r.xact_start}`)
    .join('\n');
}
