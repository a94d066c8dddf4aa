import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { DemoRow, DemoRows } from './demo-rows.ts';
import { demoSchema } from './demo-schema.ts';

/** Names of the demo's role and databases on the server. */
export type DemoNames = { role: string; left: string; right: string };

/**
 * Makes the demo's role and both databases with their rows. Databases that already hold the demo's
 * tables are left as they are; the role gets a new password every time.
 * @param options.adminUrl of a user who may create roles and databases.
 * @returns URLs of both databases for the demo's role, which owns them and may replicate, no more.
 */
export async function createDemoDatabases(options: {
  adminUrl: string;
  names: DemoNames;
  rows: DemoRows;
}): Promise<{ leftUrl: string; rightUrl: string }> {
  const { adminUrl, names, rows } = options;
  const password = randomBytes(18).toString('base64url');
  await withClient(adminUrl, async (admin) => {
    const role = pg.escapeIdentifier(names.role);
    const known = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [names.role]);
    const verb = known.rowCount ? 'ALTER' : 'CREATE';
    await admin.query(`${verb} ROLE ${role} WITH LOGIN REPLICATION PASSWORD ${pg.escapeLiteral(password)}`);
    for (const name of [names.left, names.right]) {
      const exists = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
      if (exists.rowCount) continue;
      await admin.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} OWNER ${role}`);
    }
  });
  const urlOf = (database: string) => {
    const url = new URL(adminUrl);
    url.username = names.role;
    url.password = password;
    url.pathname = `/${encodeURIComponent(database)}`;
    return url.toString();
  };
  const urls = { leftUrl: urlOf(names.left), rightUrl: urlOf(names.right) };
  await fillDatabase(urls.leftUrl, demoSchema.crm, rows.crm);
  await fillDatabase(urls.rightUrl, demoSchema.app, rows.app);
  return urls;
}

/** Tables and rows in one transaction, so that a database is either empty or complete. */
async function fillDatabase(url: string, schema: string, tables: Record<string, DemoRow[]>): Promise<void> {
  await withClient(url, async (client) => {
    const [first] = Object.keys(tables);
    const found = await client.query<{ found: boolean }>('SELECT to_regclass($1) IS NOT NULL AS found', [
      `public.${first}`,
    ]);
    if (found.rows[0]?.found) return;
    await client.query('BEGIN');
    await client.query(schema);
    for (const [table, rows] of Object.entries(tables)) await insertRows(client, table, rows);
    await client.query('COMMIT');
    await client.query('ANALYZE');
  });
}

async function insertRows(client: pg.Client, table: string, rows: DemoRow[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).map((name) => pg.escapeIdentifier(name));
  if (columns.length === 0) return;
  const list = columns.join(', ');
  const into = pg.escapeIdentifier(table);
  await client.query(
    `INSERT INTO ${into} (${list}) SELECT ${list} FROM jsonb_populate_recordset(NULL::${into}, $1)`,
    [JSON.stringify(rows)],
  );
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
