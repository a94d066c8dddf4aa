import type { CleanupScope, OwnedObject } from '#core/ports/connector.ts';
import { checkpointTable, checkpointTableExists, withOwnTables } from './mysql-checkpoint-table.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { classifyMysqlError } from './mysql-errors.ts';
import { dropFeed, dropFeedTable, feedTableExists, storedFeeds } from './mysql-feed-table.ts';
import { CHECKPOINT_TABLE, FEED_TABLE, feedHash, quoteText } from './mysql-names.ts';

/** What Syncline made in this database for these feeds and lanes, without touching it. */
export async function ownedInMysql(database: MysqlDatabase, scope: CleanupScope): Promise<OwnedObject[]> {
  const { feeds, tags, nothingElse } = await remains(database, scope);
  const owned: OwnedObject[] = [
    ...feeds.map((hash): OwnedObject => ({ kind: 'row', name: `${FEED_TABLE}: ${hash}` })),
    ...tags.map((tag): OwnedObject => ({ kind: 'row', name: `${CHECKPOINT_TABLE}: ${tag}` })),
  ];
  if (!nothingElse) return owned;
  if (await feedTableExists(database)) owned.push({ kind: 'table', name: FEED_TABLE });
  if (await checkpointTableExists(database)) owned.push({ kind: 'table', name: CHECKPOINT_TABLE });
  return owned;
}

/** Removes it; an object that cannot be removed is reported with the problem, the rest goes. */
export async function cleanupMysql(database: MysqlDatabase, scope: CleanupScope): Promise<OwnedObject[]> {
  const removed: OwnedObject[] = [];
  for (const object of await ownedInMysql(database, scope)) {
    removed.push(await attempt(object, () => remove(database, scope, object)));
  }
  return removed;
}

async function remove(
  database: MysqlDatabase,
  scope: CleanupScope,
  { kind, name }: OwnedObject,
): Promise<unknown> {
  if (kind === 'table') return dropTable(database, scope, name);
  const id = name.slice(name.indexOf(': ') + 2);
  if (name.startsWith(`${FEED_TABLE}: `)) return dropFeed(database, id);
  return database.run(`DELETE FROM ${checkpointTable(database)} WHERE tag = ${quoteText(id)}`);
}

/** Another flow may have begun meanwhile: under the lock that its beginning takes, look again. */
async function dropTable(database: MysqlDatabase, scope: CleanupScope, name: string): Promise<void> {
  await withOwnTables(database, async () => {
    if (!(await remains(database, scope)).nothingElse) return;
    if (name === FEED_TABLE) await dropFeedTable(database);
    else await database.run(`DROP TABLE IF EXISTS ${checkpointTable(database)}`);
  });
}

/** Which of the scope's rows are there, and whether there are no others. */
async function remains(
  database: MysqlDatabase,
  scope: CleanupScope,
): Promise<{ feeds: string[]; tags: string[]; nothingElse: boolean }> {
  const hashes = new Set(scope.feedIds.map(feedHash));
  const feeds = await storedFeeds(database);
  const tags = (await checkpointTableExists(database))
    ? (await database.rows(`SELECT tag FROM ${checkpointTable(database)} ORDER BY tag`)).map(([tag]) => tag!)
    : [];
  return {
    feeds: feeds.filter((hash) => hashes.has(hash)),
    tags: tags.filter((tag) => scope.tags.includes(tag)),
    nothingElse: feeds.every((hash) => hashes.has(hash)) && tags.every((tag) => scope.tags.includes(tag)),
  };
}

async function attempt(object: OwnedObject, work: () => Promise<unknown>): Promise<OwnedObject> {
  try {
    await work();
    return object;
  } catch (error) {
    return { ...object, problem: classifyMysqlError(error).message };
  }
}
