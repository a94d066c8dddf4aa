import type { SqliteHandle } from './sqlite-handle.ts';
import { ownTables as own } from './sqlite-names.ts';

/** A feed as the file keeps it. */
export type FeedRow = {
  id: string;
  /** Number of the change up to which it was acknowledged. */
  acknowledged: number;
  /** From which change on it reads each stream (those after it); null: nothing of the stream was looked at yet. */
  streams: Record<string, number | null>;
  /** Why it misses changes; null while it is whole. */
  lost: string | null;
  /** Who reads it: the last one who opened it. */
  reader: string | null;
};

const columns = 'id, acknowledged, streams, lost, reader';

export function readFeedRows(handle: SqliteHandle): FeedRow[] {
  return handle.all(`SELECT ${columns} FROM ${own.feed} ORDER BY id`).map(feedFrom);
}

export function readFeedRow(handle: SqliteHandle, id: string): FeedRow | null {
  const row = handle.get(`SELECT ${columns} FROM ${own.feed} WHERE id = ?`, id);
  return row && feedFrom(row);
}

export function putFeedRow(writer: SqliteHandle, row: FeedRow): void {
  writer.run(
    `INSERT OR REPLACE INTO ${own.feed} (${columns}) VALUES (?, ?, ?, ?, ?)`,
    row.id,
    BigInt(row.acknowledged),
    JSON.stringify(row.streams),
    row.lost,
    row.reader,
  );
}

/** The feed misses changes of a stream, if it reads it. */
export function markLost(writer: SqliteHandle, feed: FeedRow, stream: string, reason: string): void {
  if (feed.lost !== null || feed.streams[stream] === undefined) return;
  feed.lost = reason;
  putFeedRow(writer, feed);
}

/** Number of the last change that was written down. */
export function lastChange(handle: SqliteHandle): number {
  return handle.number(`SELECT seq FROM sqlite_sequence WHERE name = ?`, own.change) ?? 0;
}

/** Are all changes after this one there? Somebody may have emptied the table. */
export function isUnbroken(handle: SqliteHandle, after: number): boolean {
  const row = handle.get(`SELECT count(*), min(id) FROM ${own.change} WHERE id > ?`, BigInt(after));
  const count = Number(row?.[0] ?? 0);
  const last = lastChange(handle);
  return last >= after && count === last - after && (count === 0 || Number(row?.[1]) === after + 1);
}

function feedFrom([id, acknowledged, streams, lost, reader]: unknown[]): FeedRow {
  return {
    id: String(id),
    acknowledged: Number(acknowledged),
    streams: JSON.parse(String(streams)) as FeedRow['streams'],
    lost: lost === null ? null : String(lost),
    reader: reader === null ? null : String(reader),
  };
}
