import type { CleanupScope, OwnedObject } from '#core/ports/connector.ts';
import { textArray } from '#lib/text-array.ts';
import { checkpointTable, checkpointTableExists, lockOwnObjects } from './postgres-checkpoint-table.ts';
import type { PostgresDatabase } from './postgres-database.ts';
import { classifyPostgresError } from './postgres-errors.ts';
import { CHECKPOINT_TABLE, feedObjectName, OWN_SCHEMA, quoteName } from './postgres-names.ts';
import { slotFeedSql } from './postgres-slot.ts';

/** How long a slot's reader may take to end before the slot is reported as stuck. */
const TERMINATE_MILLISECONDS = 5000;

/** What Syncline made in this database for these feeds and lanes, without touching it. */
export async function ownedInPostgres(
  database: PostgresDatabase,
  scope: CleanupScope,
): Promise<OwnedObject[]> {
  const names = textArray(scope.feedIds.map(feedObjectName));
  const slots = await database.rows(
    `SELECT slot_name AS name FROM pg_replication_slots
     WHERE ${slotFeedSql} = ANY($1::text[]) AND database = current_database() ORDER BY 1`,
    [names],
  );
  const publications = await database.rows(
    'SELECT pubname AS name FROM pg_publication WHERE pubname = ANY($1::text[]) ORDER BY 1',
    [names],
  );
  const owned: OwnedObject[] = [
    ...slots.map(({ name }) => ({ kind: 'replication slot' as const, name: name! })),
    ...publications.map(({ name }) => ({ kind: 'publication' as const, name: name! })),
  ];
  if (!(await checkpointTableExists(database))) return owned;
  const rows = await database.rows(
    `SELECT tag FROM ${checkpointTable} WHERE tag = ANY($1::text[]) ORDER BY 1`,
    [textArray(scope.tags)],
  );
  owned.push(
    ...rows.map(({ tag }) => ({ kind: 'row' as const, name: `${OWN_SCHEMA}.${CHECKPOINT_TABLE}: ${tag}` })),
  );
  if (await nothingElseRemains(database, scope)) {
    owned.push(
      { kind: 'table', name: `${OWN_SCHEMA}.${CHECKPOINT_TABLE}` },
      { kind: 'schema', name: OWN_SCHEMA },
    );
  }
  return owned;
}

/** Removes it; an object that cannot be removed is reported with the problem, the rest goes. */
export async function cleanupPostgres(
  database: PostgresDatabase,
  scope: CleanupScope,
): Promise<OwnedObject[]> {
  const owned = await ownedInPostgres(database, scope);
  const removed: OwnedObject[] = [];
  for (const object of owned) {
    if (object.kind === 'row' || object.kind === 'table' || object.kind === 'schema') continue;
    removed.push(
      await attempt(object, () =>
        object.kind === 'replication slot'
          ? dropSlot(database, object.name)
          : database.rows(`DROP PUBLICATION IF EXISTS ${quoteName(object.name)}`),
      ),
    );
  }
  for (const object of owned.filter(({ kind }) => kind === 'row')) {
    const tag = object.name.slice(object.name.indexOf(': ') + 2);
    removed.push(
      await attempt(object, () => database.rows(`DELETE FROM ${checkpointTable} WHERE tag = $1`, [tag])),
    );
  }
  for (const object of owned.filter(({ kind }) => kind === 'table')) {
    removed.push(await attempt(object, () => dropTable(database, scope)));
  }
  for (const object of owned.filter(({ kind }) => kind === 'schema')) {
    removed.push(await attempt(object, () => dropSchema(database)));
  }
  return removed;
}

async function attempt(object: OwnedObject, remove: () => Promise<unknown>): Promise<OwnedObject> {
  try {
    await remove();
    return object;
  } catch (error) {
    return { ...object, problem: classifyPostgresError(error).message };
  }
}

/** A slot in use cannot be dropped: its reader is ended first. */
async function dropSlot(database: PostgresDatabase, name: string): Promise<void> {
  const until = Date.now() + TERMINATE_MILLISECONDS;
  for (;;) {
    const [slot] = await database.rows('SELECT active_pid FROM pg_replication_slots WHERE slot_name = $1', [
      name,
    ]);
    if (!slot) return;
    if (slot.active_pid) {
      await database.rows('SELECT pg_terminate_backend($1::int)', [slot.active_pid]);
      if (Date.now() < until) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        continue;
      }
    }
    await database.rows('SELECT pg_drop_replication_slot($1)', [name]);
    return;
  }
}

/** Another flow may have begun meanwhile: under the lock that its beginning takes, look again. */
async function dropTable(database: PostgresDatabase, scope: CleanupScope): Promise<void> {
  await database.transaction(async (client) => {
    await lockOwnObjects(client);
    const { rows } = await client.query<{ nothing: string }>(remainsSql, remainsValues(scope));
    if (rows[0]?.nothing === 't') await client.query(`DROP TABLE IF EXISTS ${checkpointTable}`);
  });
}

async function dropSchema(database: PostgresDatabase): Promise<void> {
  await database.transaction(async (client) => {
    await lockOwnObjects(client);
    // Without CASCADE: whatever else somebody put there stays, and is reported.
    await client.query(`DROP SCHEMA IF EXISTS ${quoteName(OWN_SCHEMA)}`);
  });
}

/** No checkpoint row of others, and no slot of another feed in this database. */
const remainsSql = `
  SELECT NOT EXISTS (SELECT FROM ${checkpointTable} WHERE NOT tag = ANY($1::text[]))
    AND NOT EXISTS (SELECT FROM pg_replication_slots WHERE database = current_database()
      AND NOT ${slotFeedSql} = ANY($2::text[])) AS nothing`;

function remainsValues(scope: CleanupScope): string[] {
  return [textArray(scope.tags), textArray(scope.feedIds.map(feedObjectName))];
}

async function nothingElseRemains(database: PostgresDatabase, scope: CleanupScope): Promise<boolean> {
  const rows = await database.rows(remainsSql, remainsValues(scope));
  return rows[0]?.nothing === 't';
}
