import { SyncError } from '#core/errors/sync-error.ts';
import type { PreflightFinding } from '#core/ports/preflight.ts';
import { measureMysqlClock } from './mysql-clock.ts';
import type { MysqlDatabase } from './mysql-database.ts';
import { MysqlLog } from './mysql-log.ts';
import { quotedUser } from './mysql-rights.ts';

/** Newest-wins corrects a measured offset; a large one says that a clock is not kept at all. */
const CLOCK_TOLERANCE_MICROSECONDS = 5_000_000;
const DAY_SECONDS = 86_400;

type Settings = Record<string, string>;

function finding(
  code: PreflightFinding['code'],
  severity: PreflightFinding['severity'],
  title: string,
  detail: string,
  fix: string | null = null,
): PreflightFinding {
  return { code, severity, title, detail, fix, stream: null };
}

/** What reading the log needs of the server: that there is one with rows in it, for long enough, and the right to read it. */
export async function checkLog(database: MysqlDatabase): Promise<PreflightFinding[]> {
  const rows = await database.rows(
    `SHOW GLOBAL VARIABLES WHERE Variable_name IN ('log_bin', 'binlog_format', 'binlog_row_image', 'binlog_row_metadata',
       'binlog_row_value_options', 'binlog_expire_logs_seconds', 'expire_logs_days', 'server_id')`,
  );
  const settings = Object.fromEntries(rows.map(([name, value]) => [name!.toLowerCase(), value ?? '']));
  const found = [...checkRows(settings), ...checkImages(settings)];
  const hasLog = settings.log_bin === 'ON';
  if (hasLog) found.push(...checkExpiry(settings), ...(await checkReading(database)));
  return [...found, await checkClock(database)];
}

function checkRows(settings: Settings): PreflightFinding[] {
  if (settings.log_bin !== 'ON') {
    return [
      finding(
        'LOG_LEVEL',
        'error',
        'The server writes no binary log',
        'Changes cannot be read. The server must be restarted after the setting.',
        '[mysqld]\nlog_bin = binlog\nbinlog_format = ROW\nserver_id = 1',
      ),
    ];
  }
  const found: PreflightFinding[] = [];
  if (settings.server_id === '0') {
    const detail = 'A server without a number sends its log to nobody.';
    found.push(finding('LOG_LEVEL', 'error', 'server_id is 0', detail, 'SET GLOBAL server_id = 1;'));
  }
  if (settings.binlog_format !== 'ROW') {
    found.push(
      finding(
        'LOG_LEVEL',
        'error',
        `binlog_format is ${settings.binlog_format}`,
        'The log must hold rows. Sessions that are open keep the old format until they connect again.',
        'SET GLOBAL binlog_format = ROW;',
      ),
    );
  }
  if (/PARTIAL_JSON/i.test(settings.binlog_row_value_options ?? '')) {
    found.push(
      finding(
        'LOG_LEVEL',
        'error',
        'The log holds parts of JSON values alone',
        'The whole value must be in it.',
        `SET GLOBAL binlog_row_value_options = '';`,
      ),
    );
  }
  if (found.length > 0) return found;
  return [finding('LOG_LEVEL', 'ok', 'The log holds rows', 'log_bin is on, and binlog_format is ROW.')];
}

function checkImages(settings: Settings): PreflightFinding[] {
  const image = settings.binlog_row_image ?? 'FULL';
  const found = [
    image === 'FULL'
      ? finding('BEFORE_IMAGE_PARTIAL', 'ok', 'The log holds whole rows', 'binlog_row_image is FULL.')
      : finding(
          'BEFORE_IMAGE_PARTIAL',
          'warning',
          `binlog_row_image is ${image}`,
          'The log does not hold the whole old row: conflicts are found by stored digests, and more is read.',
          'SET GLOBAL binlog_row_image = FULL;',
        ),
  ];
  const named = settings.binlog_row_metadata === 'FULL';
  const detail = named
    ? 'Rows are known however often their table changed since.'
    : 'A table that changes twice before its first change was read is compared anew. SET GLOBAL binlog_row_metadata = FULL avoids it.';
  found.push(finding('SCHEMA_CHANGED', 'ok', `The log ${named ? 'names' : 'does not name'} fields`, detail));
  return found;
}

/** MySQL and MariaDB count in seconds; older ones in days. */
function checkExpiry(settings: Settings): PreflightFinding[] {
  const seconds =
    Number(settings.binlog_expire_logs_seconds ?? 0) || Number(settings.expire_logs_days ?? 0) * DAY_SECONDS;
  if (seconds === 0) {
    const detail = 'Log files stay until somebody removes them.';
    return [finding('LOG_LIMIT_NEAR', 'ok', 'The log is kept', detail)];
  }
  const days = Math.round((seconds / DAY_SECONDS) * 10) / 10;
  const detail = `A flow that does not run for that long loses its place, and both sides are compared anew.`;
  return seconds < DAY_SECONDS
    ? [
        finding(
          'LOG_LIMIT_NEAR',
          'warning',
          `The log is kept for ${days} days`,
          detail,
          `SET GLOBAL binlog_expire_logs_seconds = ${7 * DAY_SECONDS};`,
        ),
      ]
    : [finding('LOG_LIMIT_NEAR', 'ok', `The log is kept for ${days} days`, detail)];
}

/** By doing it: rights come from grants, roles and proxies. */
async function checkReading(database: MysqlDatabase): Promise<PreflightFinding[]> {
  const { mariadb } = await database.dialect();
  const rights = mariadb ? 'BINLOG MONITOR, REPLICATION SLAVE' : 'REPLICATION CLIENT, REPLICATION SLAVE';
  try {
    const log = new MysqlLog(database);
    await log.end();
    await log.files();
    const hidden = await filtered(database);
    if (hidden !== null) {
      const fix = 'Remove binlog_do_db and binlog_ignore_db from the server’s settings, and restart it.';
      return [finding('LOG_LEVEL', 'error', `${database.name} is not logged`, hidden, fix)];
    }
    return [finding('PRIVILEGE_MISSING', 'ok', 'The log can be read', 'It was tried.')];
  } catch (error) {
    if (!(error instanceof SyncError) || error.code !== 'PRIVILEGE_MISSING') throw error;
    return [
      finding(
        'PRIVILEGE_MISSING',
        'error',
        'The log may not be read',
        `The user needs ${rights}. ${error.message}`,
        `GRANT ${rights} ON *.* TO ${await quotedUser(database)};`,
      ),
    ];
  }
}

/** Why changes of the connection's database are not in the log; null where they are. */
async function filtered(database: MysqlDatabase): Promise<string | null> {
  const [row] = await new MysqlLog(database).status();
  const [, , only = '', ignored = ''] = row ?? [];
  const listed = (list: string | null) => (list ?? '').split(',').includes(database.name);
  if (listed(ignored)) return `The server leaves it out of its log (binlog_ignore_db = ${ignored}).`;
  if (only && !listed(only)) return `The server logs other databases alone (binlog_do_db = ${only}).`;
  return null;
}

async function checkClock(database: MysqlDatabase): Promise<PreflightFinding> {
  const { offset, uncertainty } = await measureMysqlClock(database);
  const seconds = (offset / 1_000_000).toFixed(3);
  const said = `The server's clock differs by ${seconds} s (± ${(uncertainty / 1000).toFixed(1)} ms).`;
  if (Math.abs(offset) <= CLOCK_TOLERANCE_MICROSECONDS)
    return finding('CLOCK_OFFSET', 'ok', 'The clocks agree', said);
  const detail = `${said} Newest-wins corrects for it as measured.`;
  return finding('CLOCK_OFFSET', 'warning', 'The clocks differ', detail, 'Keep both machines on NTP.');
}
