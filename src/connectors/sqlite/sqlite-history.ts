import type { SystemHistory } from '#core/change/history.ts';
import type { Position } from '#core/change/position.ts';
import type { RetainedLog } from '#core/ports/source.ts';
import { lastChange, readFeedRow } from './sqlite-feed-table.ts';
import type { SqliteFile } from './sqlite-file.ts';
import type { SqliteHandle } from './sqlite-handle.ts';
import { ownTables as own } from './sqlite-names.ts';
import { tableExists } from './sqlite-own-tables.ts';
import { commitPosition, momentPosition, type SqliteMoments } from './sqlite-position.ts';

const SAMPLED = 100;

/** Which file it is; a copy of it, or an older state, has the same name and another length of its log. */
export function readSqliteHistory(file: SqliteFile): SystemHistory {
  const handle = file.reader;
  const named = tableExists(handle, own.file) ? handle.get(`SELECT id FROM ${own.file}`) : null;
  return {
    system: named ? String(named[0]) : file.identity,
    timeline: '1',
    earlier: [],
    // Whatever the moment, nothing lies behind the last change.
    head: `${commitPosition(logEnd(handle))}.~`,
    log: { state: 'unknown' },
  };
}

/** A position after everything that is committed. Nothing is written for it. */
export function readSqliteHead(file: SqliteFile, moments: SqliteMoments): Position {
  const { reader } = file;
  // The moment comes first: a reading that begins after it sees what was committed before.
  const end = logEnd(reader);
  return momentPosition(end, moments.next());
}

/** What the change table keeps for a feed, by the size of its latest rows. */
export function readSqliteRetained(handle: SqliteHandle, feedId: string): RetainedLog {
  const feed = tableExists(handle, own.feed) ? readFeedRow(handle, feedId) : null;
  if (!feed) return { bytes: 0, limit: null };
  const rows = Math.max(0, logEnd(handle) - feed.acknowledged);
  if (rows === 0) return { bytes: 0, limit: null };
  const columns = handle
    .all(`SELECT name FROM pragma_table_info('${own.change}')`)
    .map(([name]) => String(name));
  const size = columns.map((name) => `ifnull(octet_length(${name}), 1)`).join(' + ');
  const average = handle.number(
    `SELECT avg(size) FROM (SELECT ${size} AS size FROM ${own.change} ORDER BY id DESC LIMIT ${SAMPLED})`,
  );
  return { bytes: Math.round(rows * (average ?? 0)), limit: null };
}

function logEnd(handle: SqliteHandle): number {
  return tableExists(handle, own.change) ? lastChange(handle) : 0;
}
