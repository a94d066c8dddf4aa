import { connect, type Socket } from 'node:net';
import mysql from 'mysql2/promise';
import { SyncError } from '#core/errors/sync-error.ts';
import { dialectOf, type MysqlDialect } from './mysql-dialect.ts';
import { classifyMysqlError } from './mysql-errors.ts';
import type { MysqlConfig } from './mysql-manifest.ts';

/** A result row in the server's own text, by place. */
export type ArrayRow = (string | null)[];
/** A connection of one's own until it is released; statements on it throw the driver's errors. */
export type MysqlClient = mysql.PoolConnection;
/** A statement's answer: rows, or how many rows it found. */
export type Answer = { rows: ArrayRow[]; found: number; insertId: string; warnings: number };

/**
 * Every value in the same text form, and values that do not fit refused. Zero dates can be read,
 * compared and written; a 0 in a key that counts by itself stays a 0. A table that is being altered is not
 * waited for with rows of others in hand.
 */
const sessionSettings = [
  `SET SESSION time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION',
     group_concat_max_len = 4294967295, wait_timeout = 86400, net_write_timeout = 600, lock_wait_timeout = 5, foreign_key_checks = 1,
     unique_checks = 1, autocommit = 1`,
  'SET NAMES utf8mb4',
  // Without gap locks: fewer rows of other people's are held up.
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
];
/**
 * InnoDB looks for deadlocks at once and may end the other side's transaction. Whoever never waits is in no
 * deadlock: on MariaDB our statements do not wait for a lock at all (see `waitForLock`); MySQL waits a second at least.
 */
const lockSettings = {
  mariadb: 'SET SESSION innodb_lock_wait_timeout = 0',
  mysql: 'SET SESSION innodb_lock_wait_timeout = 1',
};
/** A transaction keeps its connection, and others look things up beside it. */
const POOL_SIZE = 10;
const CONNECT_MILLISECONDS = 10_000;
/** How long what is in progress may go on when the session is closed. */
const CLOSE_MILLISECONDS = 500;

/** One MySQL or MariaDB database: a small pool, and the settings for connections beside it. */
export class MysqlDatabase {
  readonly config: MysqlConfig;
  readonly #ready = new WeakSet<object>();
  #pool: Promise<mysql.Pool> | null = null;
  #dialect: Promise<MysqlDialect> | null = null;
  #tlsWorks = false;
  /** Of every connection, pooled or not. */
  readonly #sockets = new Set<Socket>();
  #closing: Promise<void> | null = null;
  #closed = false;

  constructor(config: MysqlConfig) {
    this.config = config;
  }

  /** The database that the connection names. */
  get name(): string {
    return this.config.database;
  }

  /** What kind of server it is; asked once. Errors are classified. */
  dialect(): Promise<MysqlDialect> {
    this.#dialect ??= this.withClient(readDialect);
    this.#dialect.catch(() => {
      this.#dialect = null;
    });
    return this.#dialect;
  }

  /** The rows of one statement. Errors are classified. */
  async rows(sql: string): Promise<ArrayRow[]> {
    return (await this.run(sql)).rows;
  }

  /** The answer of one statement. Errors are classified. */
  run(sql: string): Promise<Answer> {
    return this.withClient((client) => answer(client, sql));
  }

  /** Runs `work` on one connection; a connection that failed is thrown away. Errors are classified. */
  async withClient<T>(work: (client: MysqlClient) => Promise<T>): Promise<T> {
    const { client, release } = await this.connect();
    try {
      const result = await work(client);
      release(false);
      return result;
    } catch (error) {
      release(true);
      throw classifyMysqlError(error);
    }
  }

  /** A connection of one's own until it is released, once; a broken one is thrown away. Errors are classified. */
  async connect(): Promise<{ client: MysqlClient; release: (broken: boolean) => void }> {
    const client = await this.#take();
    return { client, release: (broken) => (broken ? client.destroy() : client.release()) };
  }

  /** Runs `work` in one transaction; whatever it throws rolls back. Errors are classified. */
  async transaction<T>(work: (client: MysqlClient) => Promise<T>): Promise<T> {
    return this.withClient(async (client) => {
      await client.query('START TRANSACTION');
      try {
        const result = await work(client);
        await client.query('COMMIT');
        return result;
      } catch (error) {
        await rollBack(client);
        throw error;
      }
    });
  }

  /** Settings for a connection outside the pool, e.g. the one that reads the log. Errors are classified. */
  async connectionOptions(): Promise<mysql.ConnectionOptions> {
    try {
      await this.#openPool();
    } catch (error) {
      throw classifyMysqlError(error);
    }
    return this.#options(this.#encrypted());
  }

  /** @param before what is to end first, while statements can still be run */
  close(before: () => Promise<void> = async () => undefined): Promise<void> {
    this.#closing ??= this.#close(before);
    return this.#closing;
  }

  async #close(before: () => Promise<void>): Promise<void> {
    // A server that does not answer any more would hold us up until TCP gives up.
    const force = setTimeout(() => this.#cutOff(), CLOSE_MILLISECONDS);
    try {
      await before();
      this.#closed = true;
      const pool = await this.#pool?.catch(() => null);
      // A connection that has broken already need not be ended.
      await pool?.end().catch(() => this.#cutOff());
    } finally {
      this.#closed = true;
      clearTimeout(force);
    }
  }

  #cutOff(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #socket(): Socket {
    const { host, port } = this.config;
    const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: 10_000 });
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  }

  async #take(): Promise<MysqlClient> {
    let client: MysqlClient | null = null;
    try {
      client = await (await this.#openPool()).getConnection();
      const raw = client.connection;
      if (!this.#ready.has(raw)) {
        for (const setting of sessionSettings) await client.query(setting);
        const { mariadb } = await readDialect(client);
        await client.query(mariadb ? lockSettings.mariadb : lockSettings.mysql);
        // Without a listener a connection that breaks between two statements would end the process;
        // the next statement on it reports the fault.
        client.connection.on('error', () => {});
        this.#ready.add(raw);
      }
      return client;
    } catch (error) {
      client?.destroy();
      throw classifyMysqlError(error);
    }
  }

  #openPool(): Promise<mysql.Pool> {
    if (this.#closed) throw new SyncError('CONNECTION_LOST', 'The connection was closed.');
    if (!this.#pool) {
      this.#pool = this.#createPool();
      this.#pool.catch(() => {
        this.#pool = null;
      });
    }
    return this.#pool;
  }

  async #createPool(): Promise<mysql.Pool> {
    // `prefer` means: encrypted where the server can, else plain. Ask once.
    if (this.config.ssl === 'prefer') this.#tlsWorks = await this.#probeTls();
    return mysql.createPool({
      ...this.#options(this.#encrypted()),
      connectionLimit: POOL_SIZE,
      idleTimeout: 30_000,
      maxIdle: 1,
    });
  }

  #encrypted(): boolean {
    return this.config.ssl === 'prefer' ? this.#tlsWorks : this.config.ssl !== 'disable';
  }

  async #probeTls(): Promise<boolean> {
    try {
      const client = await mysql.createConnection(this.#options(true));
      await client.end();
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === 'HANDSHAKE_NO_SSL_SUPPORT') return false;
      throw error;
    }
  }

  #options(encrypted: boolean): mysql.ConnectionOptions {
    const { host, port, database, user, password, ssl } = this.config;
    return {
      host,
      port,
      database,
      user,
      password,
      ...(encrypted ? { ssl: { rejectUnauthorized: ssl === 'verify-full' } } : {}),
      charset: 'utf8mb4',
      multipleStatements: true,
      rowsAsArray: true,
      typeCast: (field) => field.string('utf8'),
      supportBigNumbers: true,
      bigNumberStrings: true,
      stream: () => this.#socket(),
      connectTimeout: CONNECT_MILLISECONDS,
    };
  }
}

/** Runs statements (several with `;` between) and gives the last one's answer. Throws the driver's errors. */
export async function answer(client: MysqlClient, sql: string): Promise<Answer> {
  return (await answers(client, sql)).at(-1)!;
}

/** Runs statements (several with `;` between) and gives each one's answer. Throws the driver's errors. */
export async function answers(client: MysqlClient, sql: string): Promise<Answer[]> {
  const [results] = await client.query<mysql.RowDataPacket[][] | mysql.ResultSetHeader[]>(sql);
  return isSeveral(results) ? results.map(answerFrom) : [answerFrom(results)];
}

function answerFrom(result: unknown): Answer {
  if (Array.isArray(result)) return { rows: result as ArrayRow[], found: 0, insertId: '0', warnings: 0 };
  const { affectedRows, insertId, warningStatus } = result as mysql.ResultSetHeader;
  return { rows: [], found: affectedRows, insertId: String(insertId), warnings: warningStatus };
}

/** Answers of several statements come in an array: of headers, or of arrays of rows, which are arrays too. */
function isSeveral(results: unknown): results is unknown[] {
  if (!Array.isArray(results)) return false;
  return (
    results.some((part) => !Array.isArray(part)) ||
    results.some((part) => part.length === 0 || Array.isArray(part[0]))
  );
}

async function readDialect(client: MysqlClient): Promise<MysqlDialect> {
  const { rows } = await answer(
    client,
    'SELECT VERSION(), @@max_allowed_packet, @@innodb_rollback_on_timeout',
  );
  const [version, packet, rollsBack] = rows[0] ?? [];
  return dialectOf(version ?? '', Number(packet ?? 0), rollsBack === '1');
}

/** Ends the transaction at once, so that its locks do not outlive it while the connection is thrown away. */
export async function rollBack(client: MysqlClient): Promise<void> {
  // On a broken connection there is nothing left to roll back; the error that led here tells more.
  await client.query('ROLLBACK').catch(() => {});
}
