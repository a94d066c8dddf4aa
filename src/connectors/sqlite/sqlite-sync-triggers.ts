import type { SqliteCatalog } from './sqlite-catalog.ts';
import { type FeedRow, markLost, readFeedRows } from './sqlite-feed-table.ts';
import type { SqliteHandle } from './sqlite-handle.ts';
import { ownTables as own, quoteName } from './sqlite-names.ts';
import { latestShape, shapeText } from './sqlite-shape.ts';
import type { Table } from './sqlite-table.ts';
import {
  capturingTriggerNames,
  possibleTriggerNames,
  triggerNames,
  triggerStatements,
} from './sqlite-trigger-sql.ts';

/**
 * Brings the triggers in line with the feeds and with the tables as they are now. Where a table lost its
 * triggers (it was dropped and made again, or somebody dropped them), what happened in between is unknown: the
 * feeds that read it are marked as lost. Runs in a transaction.
 */
export function syncTriggers(writer: SqliteHandle, catalog: SqliteCatalog): void {
  const feeds = readFeedRows(writer);
  const wanted = new Set(feeds.flatMap((feed) => Object.keys(feed.streams)));
  for (const stream of wanted) {
    const table = catalog.find(writer, stream);
    if (!table) dropTriggers(writer, stream);
    else syncTable(writer, table, feeds);
  }
  const known = writer.all(`SELECT DISTINCT stream FROM ${own.shape}`).map(([stream]) => String(stream));
  for (const stream of known.filter((name) => !wanted.has(name))) dropTriggers(writer, stream);
}

/** Do all of the table's triggers stand, so that everything since they were made has been written down? */
export function hasTriggers(handle: SqliteHandle, table: Table): boolean {
  const standing = new Set(triggersOf(handle, table).map(({ name }) => name));
  return capturingTriggerNames(table).every((name) => standing.has(name));
}

function syncTable(writer: SqliteHandle, table: Table, feeds: FeedRow[]): void {
  const text = shapeText(table);
  const latest = latestShape(writer, table.stream);
  const captured = hasTriggers(writer, table);
  if (captured && latest?.text === text && areFirst(writer, table)) return;
  if (!captured) {
    const reason = `The triggers on ${table.stream} were gone: it was dropped and made again, or they were dropped.`;
    // A stream that a feed has just been given was read by nobody before.
    for (const feed of feeds)
      if (feed.streams[table.stream] !== null) markLost(writer, feed, table.stream, reason);
  }
  dropTriggers(writer, table.name);
  const shape = latest?.text === text ? latest.id : addShape(writer, table.stream, text);
  addValueColumns(writer, table.columns.size);
  for (const statement of triggerStatements(table, shape)) writer.exec(statement);
}

/**
 * SQLite fires the newest trigger first. Ours must be: a trigger of the owner's that changes the row once more would
 * be written down before the change that fired it.
 */
function areFirst(handle: SqliteHandle, table: Table): boolean {
  const names = new Set(triggerNames(table));
  const triggers = triggersOf(handle, table);
  const standing = triggers.filter(({ name }) => names.has(name));
  const oldest = Math.min(...standing.map(({ place }) => place));
  return (
    standing.length === names.size && triggers.every(({ name, place }) => names.has(name) || place < oldest)
  );
}

function triggersOf(handle: SqliteHandle, table: Table): { name: string; place: number }[] {
  return handle
    .all(
      `SELECT name, rowid FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ? COLLATE NOCASE`,
      table.name,
    )
    .map(([name, place]) => ({ name: String(name), place: Number(place) }));
}

function dropTriggers(writer: SqliteHandle, table: string): void {
  for (const name of possibleTriggerNames(table)) writer.exec(`DROP TRIGGER IF EXISTS ${quoteName(name)}`);
}

function addShape(writer: SqliteHandle, stream: string, text: string): number {
  writer.run(`INSERT INTO ${own.shape} (stream, columns) VALUES (?, ?)`, stream, text);
  return writer.number(`SELECT max(id) FROM ${own.shape}`) ?? 0;
}

function addValueColumns(writer: SqliteHandle, count: number): void {
  const standing = new Set(
    writer.all(`SELECT name FROM pragma_table_info('${own.change}')`).map(([name]) => name),
  );
  for (let i = 0; i < count; i++) {
    for (const name of [`o${i}`, `n${i}`]) {
      if (!standing.has(name)) writer.exec(`ALTER TABLE ${own.change} ADD COLUMN ${name}`);
    }
  }
}
