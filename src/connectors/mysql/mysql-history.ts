import type { SystemHistory } from '#core/change/history.ts';
import type { Position } from '#core/change/position.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { loseFeed, readFeed } from './mysql-feed-table.ts';
import { parseGtidPosition } from './mysql-gtid-position.ts';
import { locateFeed } from './mysql-locate-feed.ts';
import type { MysqlLog } from './mysql-log.ts';
import { parsePosition } from './mysql-position.ts';

/**
 * MySQL servers have ids of their own, MariaDB's have numbers that an administrator gave them. A position tells by
 * itself whether it is of this log. With GTIDs that is so whichever server of a history logged it; without, it names
 * the beginning of its log file, and a log that was begun anew (`RESET MASTER`), restored or copied has another file
 * of that number, or less of it.
 */
export async function readMysqlHistory(
  database: MysqlDatabase,
  log: MysqlLog,
  { feedId, reached }: { feedId: string; reached: Position },
): Promise<SystemHistory> {
  const { mariadb } = await database.dialect();
  const [row] = await database.rows(
    `SELECT CONCAT(${mariadb ? '@@server_id' : '@@server_uuid'}, '/', DATABASE())`,
  );
  const byGtids = reached === '' || parseGtidPosition(reached) !== null;
  return {
    system: row?.[0] ?? '',
    timeline: '1',
    earlier: [],
    head: await log.endPosition(),
    log: byGtids ? await checkGtids(database, log, { feedId, reached }) : await checkFile(log, reached),
  };
}

async function checkGtids(
  database: MysqlDatabase,
  log: MysqlLog,
  { feedId, reached }: { feedId: string; reached: Position },
): Promise<SystemHistory['log']> {
  const stored = await readFeed(database, feedId);
  const stands = stored && parseGtidPosition(stored.position);
  const read = parseGtidPosition(reached);
  if (!stands) return { state: 'unknown' };
  const found = await locateFeed(database, log, { ...stored, lost: null }, read);
  if (found.code === 'HISTORY_CHANGED') return { state: 'refuted', detail: found.detail };
  // It is the same history, in an order that the feed does not know.
  if (found.code === 'SLOT_LOST') await loseFeed(database, feedId, found.detail);
  return { state: found.code === 'SLOT_INVALIDATED' ? 'unknown' : 'held' };
}

async function checkFile(log: MysqlLog, reached: Position): Promise<SystemHistory['log']> {
  const place = parsePosition(reached);
  const check = place && (await log.check(place));
  return check?.state === 'refuted' ? { state: 'refuted', detail: check.detail } : { state: 'unknown' };
}
