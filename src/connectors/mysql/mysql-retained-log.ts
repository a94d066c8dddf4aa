import type { RetainedLog } from '#core/ports/source.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { readFeed } from './mysql-feed-table.ts';
import type { MysqlLog } from './mysql-log.ts';
import { parsePosition } from './mysql-position.ts';

const DAY_SECONDS = 86_400;

/**
 * The log behind the place where the feed stands. A server keeps its log files for a time, not for its readers: what
 * may lie there unread is estimated as what is written within that time, from the time since the feed's file was full.
 * MariaDB may have a limit in bytes as well.
 */
export async function readRetainedLog(
  database: MysqlDatabase,
  log: MysqlLog,
  feedId: string,
): Promise<RetainedLog> {
  const stored = await readFeed(database, feedId);
  const place = stored && parsePosition(stored.log?.place ?? stored.position);
  // A feed that has just been made, or has followed its server to another one, is told of with what it reads next.
  if (!place || (await log.check(place)).state === 'refuted') return { bytes: 0, limit: null };
  const behind = (await log.files()).filter(({ number }) => number >= place.file);
  const read = behind[0]?.number === place.file ? place.offset : 0;
  const bytes = Math.max(0, behind.reduce((sum, { size }) => sum + size, 0) - read);
  const { seconds, most } = await keptFor(database);
  const next = behind[1];
  if (next === undefined || seconds === 0) return { bytes, limit: most };
  const [row] = await database.rows('SELECT UNIX_TIMESTAMP(SYSDATE())');
  const passed = Math.max(1, Number(row?.[0]) - (await log.begun(next)));
  const within = Math.round((bytes * seconds) / passed);
  return { bytes, limit: most === null ? within : Math.min(most, within) };
}

/** Seconds for which a file is kept, 0 for ever, and bytes that all of them may have. */
async function keptFor(database: MysqlDatabase): Promise<{ seconds: number; most: number | null }> {
  const rows = await database.rows(
    `SHOW GLOBAL VARIABLES WHERE Variable_name IN ('binlog_expire_logs_seconds', 'expire_logs_days', 'max_binlog_total_size')`,
  );
  const settings = Object.fromEntries(rows.map(([name, value]) => [name!.toLowerCase(), Number(value)]));
  const {
    binlog_expire_logs_seconds: seconds,
    expire_logs_days: days,
    max_binlog_total_size: most,
  } = settings;
  return { seconds: seconds || (days ?? 0) * DAY_SECONDS, most: most || null };
}
