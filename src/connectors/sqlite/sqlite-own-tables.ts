import type { SqliteHandle } from './sqlite-handle.ts';
import { ownTables as own } from './sqlite-names.ts';

const base = `
  CREATE TABLE IF NOT EXISTS ${own.file} (id TEXT PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS ${own.writer} (one INTEGER PRIMARY KEY CHECK (one = 1), tag TEXT);
  INSERT OR IGNORE INTO ${own.writer} (one, tag) VALUES (1, NULL);
  CREATE TABLE IF NOT EXISTS ${own.checkpoint} (
    tag TEXT PRIMARY KEY, position TEXT NOT NULL, ordinal INTEGER NOT NULL, epoch INTEGER NOT NULL, at INTEGER
  ) WITHOUT ROWID;`;

/** Columns of values (`o0`, `n0`, `o1`, …) are added as tables need them; without a type they keep what they are given. */
const log = `
  CREATE TABLE IF NOT EXISTS ${own.change} (
    id INTEGER PRIMARY KEY AUTOINCREMENT, shape INTEGER NOT NULL, op TEXT NOT NULL, at INTEGER NOT NULL, tag TEXT
  );
  CREATE TABLE IF NOT EXISTS ${own.commit} (id INTEGER PRIMARY KEY);
  CREATE TABLE IF NOT EXISTS ${own.shape} (id INTEGER PRIMARY KEY AUTOINCREMENT, stream TEXT NOT NULL, columns TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS ${own.feed} (
    id TEXT PRIMARY KEY, acknowledged INTEGER NOT NULL, streams TEXT NOT NULL, lost TEXT, reader TEXT
  ) WITHOUT ROWID;`;

/** Does the table stand? */
export function tableExists(handle: SqliteHandle, name: string): boolean {
  return handle.get(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`, name) !== null;
}

/**
 * Makes what a side that is written needs. Runs in a transaction.
 * @param identity names the file; a copy of it keeps the name.
 */
export function makeBaseTables(writer: SqliteHandle, identity: string): void {
  if (tableExists(writer, own.checkpoint)) return;
  writer.exec(base);
  writer.run(
    `INSERT OR IGNORE INTO ${own.file} (id) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM ${own.file})`,
    identity,
  );
}

/**
 * Makes what a side that is read needs. Changes are numbered from the present on (milliseconds since 1970), so
 * that a log that is made anew never gives out numbers of an earlier one.
 */
export function makeLogTables(writer: SqliteHandle, identity: string): void {
  makeBaseTables(writer, identity);
  if (tableExists(writer, own.change)) return;
  writer.exec(log);
  const start = BigInt(Date.now());
  writer.run(`DELETE FROM sqlite_sequence WHERE name = ?`, own.change);
  writer.run(`INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)`, own.change, start);
  writer.run(`INSERT INTO ${own.commit} (id) VALUES (?)`, start);
}
