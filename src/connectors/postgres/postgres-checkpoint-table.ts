import type { ClientBase } from 'pg';
import { SyncError } from '#core/errors/sync-error.ts';
import type { Checkpoint, StoredCheckpoint } from '#core/ports/target.ts';
import { textArray } from '#lib/text-array.ts';
import type { PostgresDatabase } from './postgres-database.ts';
import { CHECKPOINT_TABLE, OWN_SCHEMA, quoteTable } from './postgres-names.ts';

/** The quoted name of the table that holds one row per lane side. */
export const checkpointTable = quoteTable({ schema: OWN_SCHEMA, table: CHECKPOINT_TABLE });

const createSql = [
  `CREATE SCHEMA IF NOT EXISTS "${OWN_SCHEMA}"`,
  // Room in the page keeps the many updates of few rows in place.
  `CREATE TABLE IF NOT EXISTS ${checkpointTable} (
     tag text PRIMARY KEY,
     position text NOT NULL,
     ordinal bigint NOT NULL,
     epoch bigint NOT NULL,
     at timestamptz
   ) WITH (fillfactor = 40)`,
  `COMMENT ON SCHEMA "${OWN_SCHEMA}" IS 'Bookkeeping of Syncline: how far each sync has applied.'`,
];

/** Whether the table stands. */
export async function checkpointTableExists(database: PostgresDatabase): Promise<boolean> {
  const rows = await database.rows(
    `SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2`,
    [OWN_SCHEMA, CHECKPOINT_TABLE],
  );
  return rows.length > 0;
}

/** Makes schema and table where they are missing; needs CREATE on the database only then. */
export async function createCheckpointTable(database: PostgresDatabase): Promise<void> {
  if (await checkpointTableExists(database)) return;
  await database.transaction(async (client) => {
    await lockOwnObjects(client);
    for (const sql of createSql) await client.query(sql);
  });
}

/** Flows that start or end at the same moment take turns over what they share. */
export async function lockOwnObjects(client: ClientBase): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('${OWN_SCHEMA}'))`);
}

/** Makes the rows of these tags, at the position before every other. */
export async function prepareCheckpoints(database: PostgresDatabase, tags: string[]): Promise<void> {
  await createCheckpointTable(database);
  await database.rows(
    `INSERT INTO ${checkpointTable} (tag, position, ordinal, epoch)
     SELECT tag, '', -1, 0 FROM unnest($1::text[]) AS u(tag) ON CONFLICT (tag) DO NOTHING`,
    [textArray(tags)],
  );
}

/** The stored rows of these tags; a tag without a row is left out. */
export async function readCheckpoints(
  database: PostgresDatabase,
  tags: string[],
): Promise<Map<string, StoredCheckpoint>> {
  const stored = new Map<string, StoredCheckpoint>();
  if (!(await checkpointTableExists(database))) return stored;
  const rows = await database.rows(
    `SELECT tag, position, ordinal, epoch, (extract(epoch FROM at) * 1000000)::bigint AS at
     FROM ${checkpointTable} WHERE tag = ANY($1::text[])`,
    [textArray(tags)],
  );
  for (const { tag, position, ordinal, epoch, at } of rows) {
    const place = { position: position!, ordinal: Number(ordinal), epoch: Number(epoch) };
    stored.set(tag!, { tag: tag!, ...place, at: at === null ? null : Number(at) });
  }
  return stored;
}

/**
 * Writes a tag's row: with its new place, or the old place again. Throws `LEASE_STALE`.
 *
 * @param rows whether rows of the tag's follow: then the moment is noted as well.
 */
export async function writeCheckpoint(
  client: ClientBase,
  tag: string,
  { place, epoch, rows }: { place?: Checkpoint; epoch: number; rows: boolean },
): Promise<void> {
  const result = place
    ? await client.query({
        name: 'syncline-advance',
        text: `UPDATE ${checkpointTable} SET position = $2, ordinal = $3, epoch = $4,
                 at = CASE WHEN $5::boolean THEN clock_timestamp() ELSE at END
               WHERE tag = $1 AND epoch <= $4`,
        values: [tag, place.position, String(place.ordinal), String(place.epoch), String(rows)],
      })
    : await client.query({
        name: 'syncline-touch',
        text: `UPDATE ${checkpointTable} SET epoch = $2, at = clock_timestamp() WHERE tag = $1 AND epoch <= $2`,
        values: [tag, String(epoch)],
      });
  if (result.rowCount === 1) return;
  throw new SyncError('LEASE_STALE', `Another runner has written the checkpoint ${tag}, or removed it.`, {
    detail: `Our epoch: ${place?.epoch ?? epoch}`,
  });
}
