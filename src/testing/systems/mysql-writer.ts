import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, createConnection } from 'mysql2/promise';
import { writerMark } from './mysql-dialect.ts';
import type { OutsideWriter, Written } from './test-system.ts';

/** Its own constraints, a value that does not fit, a deadlock: the transaction has not been. */
const refusals = new Set([1048, 1062, 1205, 1213, 1264, 1265, 1292, 1366, 1406, 1451, 1452, 3819, 4025]);
/** The server goes away, or ended the session. */
const endings = new Set([1053, 1077, 1079, 1080, 1152, 1184, 1317, 1927]);

export class MysqlWriter implements OutsideWriter {
  readonly #url: string;
  #connection: Connection | null = null;

  constructor(url: string) {
    this.#url = url;
  }

  async run(sql: string): Promise<Written> {
    const connection = await this.#connected();
    try {
      await connection.query(sql);
      return 'committed';
    } catch (error) {
      const { errno = 0, message } = error as Error & { errno?: number };
      if (refusals.has(errno)) {
        // A server that has died since has rolled back by itself; the next use connects anew.
        await connection.query('ROLLBACK').catch(() => this.#leave(connection));
        return 'refused';
      }
      this.#leave(connection);
      // What the system or the driver says of a connection has no number of the server's.
      if (errno <= 0 || endings.has(errno)) return 'lost';
      throw new Error(`${sql}: ${errno} ${message}`, { cause: error });
    }
  }

  async close(): Promise<void> {
    await this.#connection?.end().catch(() => undefined); // it broke before
  }

  #leave(connection: Connection): void {
    this.#connection = null;
    connection.destroy();
  }

  async #connected(): Promise<Connection> {
    for (let attempt = 1; !this.#connection; attempt += 1) {
      try {
        const connection = await createConnection({ uri: this.#url, multipleStatements: true });
        // A connection that breaks while nobody uses it is told by the next use.
        connection.on('error', () => undefined);
        await connection.query(
          `SET ${writerMark} = 1, time_zone = '+00:00', innodb_lock_wait_timeout = 4, foreign_key_checks = 1`,
        );
        this.#connection = connection;
      } catch (error) {
        if (attempt > 400) throw error;
        await sleep(50);
      }
    }
    return this.#connection;
  }
}
