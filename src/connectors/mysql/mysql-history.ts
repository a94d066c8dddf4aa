import type { SystemHistory } from '#core/change/history.ts';
import type { Position } from '#core/change/position.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import type { MysqlLog } from './mysql-log.ts';
import { parsePosition } from './mysql-position.ts';

/**
 * MySQL servers have ids of their own, MariaDB's have numbers that an administrator gave them. A position names
 * the beginning of its log file, and so tells by itself whether it is of this log: one that was begun anew
 * (`RESET MASTER`), restored or copied has another file of that number, or less of it.
 */
export async function readMysqlHistory(
  database: MysqlDatabase,
  log: MysqlLog,
  reached: Position,
): Promise<SystemHistory> {
  const { mariadb } = await database.dialect();
  const [row] = await database.rows(`SELECT ${mariadb ? '@@server_id' : '@@server_uuid'}`);
  const place = parsePosition(reached);
  const check = place && (await log.check(place));
  return {
    system: row?.[0] ?? '',
    timeline: '1',
    earlier: [],
    head: await log.endPosition(),
    refuted: check?.state === 'refuted' ? check.detail : null,
  };
}
