import { Socket } from 'node:net';
import pg from 'pg';
import { SyncError } from '#core/errors/sync-error.ts';
import { classifyPostgresError } from './postgres-errors.ts';
import type { PostgresConfig } from './postgres-manifest.ts';

/** A result row in the server's own text. */
export type TextRow = Record<string, string | null>;
/** A statement with its parameters; a named one is prepared once per connection. */
export type Statement = { text: string; values?: (string | null)[]; name?: string };
type ArrayRow = (string | null)[];

/** Every value in the server's text form, the same for queries and for the replication stream. */
const sessionSettings: Record<string, string> = {
  TimeZone: 'UTC',
  DateStyle: 'ISO,YMD',
  IntervalStyle: 'postgres',
  extra_float_digits: '1',
  bytea_output: 'hex',
  xmloption: 'content',
  lc_monetary: 'C',
  search_path: 'pg_catalog',
  standard_conforming_strings: 'on',
  array_nulls: 'on',
  // A row that a policy hides would be a deleted row: rather an error than a silent gap.
  row_security: 'off',
  statement_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  jit: 'off',
};

const asText = { getTypeParser: () => (value: unknown) => value } as unknown as pg.CustomTypesConfig;
const POOL_SIZE = 4;
const CONNECT_MILLISECONDS = 10_000;
/** How long what is in progress may go on when the session is closed. */
const CLOSE_MILLISECONDS = 500;

/** One PostgreSQL database: a small pool, and the settings for connections beside it. */
export class PostgresDatabase {
  readonly #config: PostgresConfig;
  #pool: Promise<pg.Pool> | null = null;
  /** Of every connection, pooled or not. */
  readonly #sockets = new Set<Socket>();
  #closing: Promise<void> | null = null;

  constructor(config: PostgresConfig) {
    this.#config = config;
  }

  get databaseName(): string {
    return this.#config.database;
  }

  get userName(): string {
    return this.#config.user;
  }

  /** Rows by column name. Errors are classified. */
  async rows(text: string, values: (string | null)[] = []): Promise<TextRow[]> {
    try {
      const pool = await this.#openPool();
      return (await pool.query<TextRow>(text, values)).rows;
    } catch (error) {
      throw classifyPostgresError(error);
    }
  }

  /** Rows as arrays, for wide or hot reads. Errors are classified. */
  async arrays(statement: Statement): Promise<ArrayRow[]> {
    try {
      const pool = await this.#openPool();
      return (await pool.query<ArrayRow>({ ...statement, rowMode: 'array' })).rows;
    } catch (error) {
      throw classifyPostgresError(error);
    }
  }

  /** Runs `work` on one connection; a connection that failed is thrown away. Errors are classified. */
  async withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const { client, release } = await this.connect();
    try {
      const result = await work(client);
      release(false);
      return result;
    } catch (error) {
      release(true);
      throw classifyPostgresError(error);
    }
  }

  /** A connection of one's own until it is released, once; a broken one is thrown away. Errors are classified. */
  async connect(): Promise<{ client: pg.PoolClient; release: (broken: boolean) => void }> {
    let client: pg.PoolClient;
    try {
      client = await (await this.#openPool()).connect();
    } catch (error) {
      throw classifyPostgresError(error);
    }
    // Without a listener a connection that breaks between two statements would end the process;
    // the next statement on it reports the fault.
    const ignore = () => {};
    client.on('error', ignore);
    return {
      client,
      release(broken) {
        client.off('error', ignore);
        client.release(broken);
      },
    };
  }

  /** Runs `work` in one transaction; whatever it throws rolls back. Errors are classified. */
  async transaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    return this.withClient(async (client) => {
      await client.query('BEGIN');
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

  /** Settings for a connection outside the pool, e.g. the replication stream. */
  async clientConfig(applicationName: string): Promise<pg.ClientConfig> {
    await this.#openPool();
    return this.#settings(applicationName, this.#config.ssl === 'prefer' ? this.#tlsWorks : undefined);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    // A server that does not answer any more would hold us up until TCP gives up.
    const force = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, CLOSE_MILLISECONDS);
    try {
      const pool = await this.#pool?.catch(() => null);
      await pool?.end();
    } finally {
      clearTimeout(force);
    }
  }

  #socket(): Socket {
    const socket = new Socket();
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    return socket;
  }

  #tlsWorks = false;

  #openPool(): Promise<pg.Pool> {
    if (this.#closing) throw new SyncError('CONNECTION_LOST', 'The connection was closed.');
    if (!this.#pool) {
      this.#pool = this.#createPool();
      this.#pool.catch(() => {
        this.#pool = null;
      });
    }
    return this.#pool;
  }

  async #createPool(): Promise<pg.Pool> {
    // `prefer` means: encrypted where the server can, else plain. Ask once.
    if (this.#config.ssl === 'prefer') this.#tlsWorks = await this.#probeTls();
    const pool = new pg.Pool({
      ...this.#settings('syncline', this.#config.ssl === 'prefer' ? this.#tlsWorks : undefined),
      max: POOL_SIZE,
      // Statements given without waiting travel together: an apply is as quick as its round trips are few.
      pipeline: true,
      idleTimeoutMillis: 30_000,
    });
    // An idle connection that the server ended is replaced on the next use.
    pool.on('error', () => {});
    return pool;
  }

  async #probeTls(): Promise<boolean> {
    const client = new pg.Client(this.#settings('syncline', true));
    // The fault is the connect promise's to report.
    client.on('error', () => {});
    try {
      await client.connect();
      return true;
    } catch (error) {
      if (/does not support SSL/.test((error as Error).message)) return false;
      throw error;
    } finally {
      await client.end();
    }
  }

  #settings(applicationName: string, preferTls: boolean | undefined): pg.ClientConfig {
    const { host, port, database, user, password, ssl } = this.#config;
    const tls = ssl === 'verify-full' ? { rejectUnauthorized: true } : { rejectUnauthorized: false };
    const encrypted = preferTls ?? ssl !== 'disable';
    return {
      host,
      port,
      database,
      user,
      password,
      ssl: encrypted ? tls : false,
      application_name: applicationName,
      options: Object.entries(sessionSettings)
        .map(([name, value]) => `-c ${name}=${value}`)
        .join(' '),
      types: asText,
      stream: () => this.#socket(),
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      connectionTimeoutMillis: CONNECT_MILLISECONDS,
    };
  }
}

/** Ends the transaction at once, so that its locks do not outlive it while the connection is thrown away. */
export async function rollBack(client: pg.ClientBase): Promise<void> {
  // On a broken connection there is nothing left to roll back; the error that led here tells more.
  await client.query('ROLLBACK').catch(() => {});
}
