import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createConnection } from 'mysql2/promise';
import { startMariadb } from '../src/testing/mariadb/start-mariadb.ts';
import type { JourneyDatabase } from './journey.ts';

/** A system that a journey makes a table in. */
export interface TargetSystem {
  /** What `connection add` is told. */
  connector: string;
  url: string;
  /** The name that its stream `contacts` gets. */
  stream: string;
  /** Runs one statement of plain SQL. */
  run(sql: string): Promise<void>;
  close(): Promise<void>;
}

export function postgresTarget(database: JourneyDatabase): TargetSystem {
  return {
    connector: 'postgres',
    url: database.url,
    stream: 'public.contacts',
    run: async (sql) => void (await database.query(sql)),
    close: async () => {},
  };
}

/** A MariaDB of its own, since the flow reads its whole binary log. */
export async function mariadbTarget(): Promise<TargetSystem> {
  const server = await startMariadb();
  const name = `shop_${randomBytes(4).toString('hex')}`;
  const run = async (url: string, sql: string) => {
    const connection = await createConnection({ uri: url });
    await connection.query(sql);
    await connection.end();
  };
  await run(server.adminUrl, `CREATE DATABASE ${name}`);
  const url = `${server.adminUrl}${name}`;
  return {
    connector: 'mysql',
    url,
    stream: 'contacts',
    run: (sql) => run(url, sql),
    close: () => server.stop(),
  };
}

export async function sqliteTarget(): Promise<TargetSystem> {
  const folder = await mkdtemp(join(tmpdir(), 'syncline-made-'));
  const file = join(folder, 'shop.db');
  const database = new DatabaseSync(file, { timeout: 30_000 });
  database.exec('CREATE TABLE kept (id INTEGER PRIMARY KEY)');
  return {
    connector: 'sqlite',
    url: `sqlite://${file}`,
    stream: 'contacts',
    run: async (sql) => database.exec(sql),
    async close() {
      database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
