import type { CleanupScope, OwnedObject } from '#core/ports/connector.ts';
import { classifySqliteError } from './sqlite-errors.ts';
import { readFeedRows } from './sqlite-feed-table.ts';
import type { SqliteFile } from './sqlite-file.ts';
import { forgetUnneeded } from './sqlite-forget-acknowledged.ts';
import type { SqliteHandle } from './sqlite-handle.ts';
import { ownTables as own, quoteName } from './sqlite-names.ts';
import { tableExists } from './sqlite-own-tables.ts';
import { syncTriggers } from './sqlite-sync-triggers.ts';
import { possibleTriggerNames } from './sqlite-trigger-sql.ts';

type Owned = { objects: OwnedObject[]; feeds: string[]; tags: string[]; tables: string[] };

/** What Syncline made in this file for these feeds and lanes, without touching it. */
export function ownedInSqlite(file: SqliteFile, scope: CleanupScope): OwnedObject[] {
  return ownedBy(file.reader, scope).objects;
}

/** Removes it in one transaction: all or nothing. Triggers that no other feed needs go with their feed. */
export async function cleanupSqlite(file: SqliteFile, scope: CleanupScope): Promise<OwnedObject[]> {
  const expected = ownedBy(file.reader, scope).objects;
  if (expected.length === 0) return [];
  try {
    return await file.transaction((writer) => {
      // Another flow may have begun meanwhile.
      const { objects, feeds, tags, tables } = ownedBy(writer, scope);
      for (const feed of feeds) writer.run(`DELETE FROM ${own.feed} WHERE id = ?`, feed);
      for (const tag of tags) writer.run(`DELETE FROM ${own.checkpoint} WHERE tag = ?`, tag);
      if (feeds.length > 0) {
        syncTriggers(writer, file.catalog);
        forgetUnneeded(writer);
      }
      for (const table of tables) writer.exec(`DROP TABLE IF EXISTS ${quoteName(table)}`);
      return objects;
    });
  } catch (error) {
    const { message } = classifySqliteError(error);
    return expected.map((object) => ({ ...object, problem: message }));
  }
}

function ownedBy(handle: SqliteHandle, scope: CleanupScope): Owned {
  const all = (table: string, name: string) =>
    tableExists(handle, table)
      ? handle.all(`SELECT ${name} FROM ${table} ORDER BY 1`).map(([id]) => String(id))
      : [];
  const everyFeed = all(own.feed, 'id');
  const everyTag = all(own.checkpoint, 'tag');
  const feeds = everyFeed.filter((id) => scope.feedIds.includes(id));
  const tags = everyTag.filter((tag) => scope.tags.includes(tag));
  const triggers = tableExists(handle, own.feed) ? triggersOfOnly(handle, feeds) : [];
  const nothingElse = feeds.length === everyFeed.length && tags.length === everyTag.length;
  const tables = nothingElse ? Object.values(own).filter((table) => tableExists(handle, table)) : [];
  return {
    objects: [
      ...triggers.map((name) => ({ kind: 'trigger' as const, name })),
      ...feeds.map((id) => ({ kind: 'row' as const, name: `${own.feed}: ${id}` })),
      ...tags.map((tag) => ({ kind: 'row' as const, name: `${own.checkpoint}: ${tag}` })),
      ...tables.map((name) => ({ kind: 'table' as const, name })),
    ],
    feeds,
    tags,
    tables,
  };
}

/** Triggers on tables that nobody reads but these feeds. */
function triggersOfOnly(handle: SqliteHandle, feeds: string[]): string[] {
  const rows = readFeedRows(handle);
  const needed = new Set(
    rows.filter(({ id }) => !feeds.includes(id)).flatMap(({ streams }) => Object.keys(streams)),
  );
  const streams = rows.flatMap(({ id, streams }) => (feeds.includes(id) ? Object.keys(streams) : []));
  const left = new Set(streams.filter((stream) => !needed.has(stream)));
  const possible = new Set([...left].flatMap(possibleTriggerNames));
  return handle
    .all(`SELECT name FROM sqlite_schema WHERE type = 'trigger' ORDER BY name`)
    .map(([name]) => String(name))
    .filter((name) => possible.has(name));
}
