import { randomBytes } from 'node:crypto';
import { test as base } from '@playwright/test';
import pg from 'pg';
import { type Installation, installation } from './installation.ts';

export interface JourneyDatabase {
  /** The superuser's URL of this database. */
  url: string;
  query<Row extends Record<string, unknown>>(sql: string, params?: unknown[]): Promise<Row[]>;
}

interface Fixtures {
  syncline: Installation;
  /** Makes a fresh database on the embedded PostgreSQL. It stays: flows of the journey may still read from it. */
  makeDatabase(label: string): Promise<JourneyDatabase>;
}

/** Playwright's `test` with the Syncline that was started for this worker, its owner signed in. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
  syncline: async ({}, use, { parallelIndex }) => {
    await use(installation(parallelIndex));
  },
  storageState: async ({ syncline }, use) => {
    await use(syncline.signedInState);
  },
  baseURL: async ({ syncline }, use) => {
    await use(syncline.url);
  },
  makeDatabase: async ({ syncline }, use) => {
    const pools: pg.Pool[] = [];
    await use(async (label) => {
      const name = `${label}_${randomBytes(4).toString('hex')}`;
      const admin = new pg.Client({ connectionString: syncline.adminUrl });
      await admin.connect();
      await admin.query(`CREATE DATABASE ${name}`);
      await admin.end();
      const url = new URL(syncline.adminUrl);
      url.pathname = `/${name}`;
      const pool = new pg.Pool({ connectionString: url.href, max: 2 });
      pools.push(pool);
      return {
        url: url.href,
        async query<Row extends Record<string, unknown>>(sql: string, params?: unknown[]) {
          return (await pool.query<Row>(sql, params)).rows;
        },
      };
    });
    await Promise.all(pools.map((pool) => pool.end()));
  },
});

export { expect } from '@playwright/test';
