import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { writerName } from './postgres-dialect.ts';
import type { OutsideWriter, Written } from './test-system.ts';

export class PostgresWriter implements OutsideWriter {
  readonly #url: string;
  #client: pg.Client | null = null;

  constructor(url: string) {
    this.#url = url;
  }

  async run(sql: string): Promise<Written> {
    const client = await this.#connected();
    try {
      await client.query(sql);
      return 'committed';
    } catch (error) {
      const { code = '', message } = error as pg.DatabaseError;
      if (/^(23|22|40|55P03)/.test(code)) {
        // Its own constraints, a value that is too long, a deadlock: the transaction has not been.
        // A server that has died since has rolled back by itself; the next use connects anew.
        await client.query('ROLLBACK').catch(() => this.#leave(client));
        return 'refused';
      }
      await this.#leave(client);
      if (isLost(code, message)) return 'lost';
      throw new Error(`${sql}: ${code} ${message}`, { cause: error });
    }
  }

  async close(): Promise<void> {
    if (this.#client) await this.#leave(this.#client);
  }

  async #leave(client: pg.Client): Promise<void> {
    this.#client = null;
    await client.end().catch(() => undefined); // it may have broken before
  }

  async #connected(): Promise<pg.Client> {
    for (let attempt = 1; !this.#client; attempt += 1) {
      const client = new pg.Client({
        connectionString: this.#url,
        application_name: writerName,
        options: '-c lock_timeout=4s',
      });
      // A connection that breaks while nobody uses it is told by the next use.
      client.on('error', () => undefined);
      try {
        await client.connect();
        this.#client = client;
      } catch (error) {
        if (attempt > 400) throw error;
        await sleep(50);
      }
    }
    return this.#client;
  }
}

function isLost(code: string, message: string): boolean {
  return /^(57P0|08|ECONN|EPIPE)/.test(code) || /terminated|not queryable|Connection/i.test(message);
}
