import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { type MariadbServer, startMariadb } from './start-mariadb.ts';

/** A server that follows another one by GTID, and can take its place. */
export interface MariadbReplica {
  server: MariadbServer;
  /** Waits until it has everything that the primary has logged by now. */
  catchUp(): Promise<void>;
  /** Takes nothing more from the primary; what it lacks then it lacks for good. */
  promote(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a replica of a primary that has logged everything since its beginning. Its account is the primary's. */
export async function startMariadbReplica(
  primary: MariadbServer,
  settings: Record<string, string> = {},
): Promise<MariadbReplica> {
  const server = await startMariadb({ 'server-id': '2', 'log-slave-updates': '1', ...settings });
  const { password } = new URL(primary.adminUrl);
  const own = await createConnection({ uri: server.adminUrl, multipleStatements: true });
  await own.query(`
    SET sql_log_bin = 0; ALTER USER root@'%' IDENTIFIED BY '${password}'; SET sql_log_bin = 1;
    CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = ${primary.port}, MASTER_USER = 'root',
      MASTER_PASSWORD = '${password}', MASTER_USE_GTID = slave_pos;
    START SLAVE`);
  await own.end();
  const url = new URL(primary.adminUrl);
  url.port = String(server.port);
  server.adminUrl = url.href;
  const onReplica = (sql: string, values?: unknown[]) => once(server.adminUrl, sql, values);
  return {
    server,
    async catchUp() {
      const [logged] = await once(primary.adminUrl, 'SELECT @@GLOBAL.gtid_binlog_pos AS at');
      const [waited] = await onReplica('SELECT MASTER_GTID_WAIT(?, 30) AS failed', [logged?.at]);
      if (Number(waited?.failed) !== 0) throw new Error('The replica does not catch up.');
    },
    async promote() {
      await onReplica('STOP SLAVE; RESET SLAVE ALL');
    },
    stop: () => server.stop(),
  };
}

async function once(url: string, sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  let connection: Connection | null = null;
  try {
    connection = await createConnection({ uri: url, multipleStatements: true });
    const [rows] = await connection.query<RowDataPacket[]>(sql, values);
    return Array.isArray(rows) ? rows : [];
  } finally {
    await connection?.end();
  }
}
