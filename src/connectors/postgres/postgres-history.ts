import pg from 'pg';
import type { SystemHistory } from '#core/change/history.ts';
import type { PostgresDatabase } from './postgres-database.ts';
import { classifyPostgresError } from './postgres-errors.ts';
import { positionFromLsn } from './postgres-position.ts';

/** Asks over the replication protocol, which whoever reads the log may speak. */
export async function readPostgresHistory(database: PostgresDatabase): Promise<SystemHistory> {
  const settings = await database.clientConfig('syncline history');
  const client = new pg.Client({ ...settings, replication: 'database' } as pg.ClientConfig);
  // The fault is the statement's to report.
  client.on('error', () => {});
  try {
    await client.connect();
    const [found] = (await client.query('IDENTIFY_SYSTEM')).rows as [
      { systemid: string; timeline: string; xlogpos: string },
    ];
    // Another database of the server has other rows, and its feeds see none of this one's changes.
    const [{ oid }] = (await client.query('SELECT oid FROM pg_database WHERE datname = current_database()'))
      .rows as [{ oid: string }];
    const earlier =
      found.timeline === '1'
        ? []
        : parseTimelines((await client.query(`TIMELINE_HISTORY ${Number(found.timeline)}`)).rows[0].content);
    return {
      system: `${found.systemid}/${oid}`,
      timeline: found.timeline,
      earlier,
      head: positionFromLsn(found.xlogpos),
      log: { state: 'unknown' },
    };
  } catch (error) {
    throw classifyPostgresError(error, 'Asking the server for its history');
  } finally {
    await client.end().catch(() => undefined); // there is nothing to end after a refused connect
  }
}

/** Lines of `timeline TAB position TAB reason`, the oldest first. The content comes as bytes, whatever they are said to be. */
function parseTimelines(content: string | Buffer): SystemHistory['earlier'] {
  const text = content.toString();
  const plain = text.startsWith('\\x') ? Buffer.from(text.slice(2), 'hex').toString() : text;
  return plain.split('\n').flatMap((line) => {
    const [, timeline, lsn] = line.match(/^\s*(\d+)\s+([0-9A-F]+\/[0-9A-F]+)/i) ?? [];
    return timeline && lsn ? [{ timeline, until: positionFromLsn(lsn) }] : [];
  });
}
