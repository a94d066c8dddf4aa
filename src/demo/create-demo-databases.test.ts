import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoFixture } from '#testing/demo-fixture.ts';

let demo: Awaited<ReturnType<typeof demoFixture>>;

beforeAll(async () => {
  demo = await demoFixture({});
});
afterAll(() => demo.close());

const counts = async (pool: pg.Pool, tables: string[]) => {
  const found: number[] = [];
  for (const table of tables) {
    const { rows } = await pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`);
    found.push(rows[0]?.n ?? -1);
  }
  return found;
};

test('both databases hold the generated rows, with every constraint in force', async () => {
  expect(await counts(demo.left, ['accounts', 'contacts', 'deals'])).toEqual([600, 2400, 2000]);
  const { organizations, people, orders } = demo.rows.app;
  expect(await counts(demo.right, ['organizations', 'people', 'orders'])).toEqual([
    organizations.length,
    people.length,
    orders.length,
  ]);
  for (const pool of [demo.left, demo.right]) {
    const { rows } = await pool.query(
      "SELECT count(*)::int AS n FROM pg_constraint WHERE contype = 'f' AND convalidated",
    );
    expect(rows).toEqual([{ n: 3 }]);
  }
});

test('the same things have other types on the two sides', async () => {
  const types = async (pool: pg.Pool) => {
    const { rows } = await pool.query<{ name: string; type: string }>(
      `SELECT c.relname || '.' || a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0`,
    );
    return new Map(rows.map((row) => [row.name, row.type]));
  };
  const [crm, app] = await Promise.all([types(demo.left), types(demo.right)]);
  const pair = (left: string, right: string) => [crm.get(left), app.get(right)];
  expect(pair('contacts.phone', 'people.mobile')).toEqual(['text', 'phone_number']);
  expect(pair('contacts.status', 'people.status')).toEqual(['character varying(20)', 'person_status']);
  expect(pair('deals.amount', 'orders.total')).toEqual(['numeric(12,2)', 'numeric(14,4)']);
  expect(pair('accounts.employees', 'organizations.headcount')).toEqual(['integer', 'bigint']);
  expect(pair('deals.created_at', 'orders.placed')).toEqual([
    'timestamp with time zone',
    'timestamp without time zone',
  ]);
});

test('a moment is the same on both sides', async () => {
  const [id] = demo.rows.app.people.map((row) => row.person_id);
  const left = await demo.left.query(
    "SELECT (created_at AT TIME ZONE 'UTC')::text AS at FROM contacts WHERE id = $1",
    [id],
  );
  const right = await demo.right.query('SELECT registered::text AS at FROM people WHERE person_id = $1', [
    id,
  ]);
  expect(left.rows).toEqual(right.rows);
});

test('the log will hold complete old rows', async () => {
  for (const pool of [demo.left, demo.right]) {
    const { rows } = await pool.query(
      `SELECT DISTINCT relreplident AS identity FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
    );
    expect(rows).toEqual([{ identity: 'f' }]);
  }
});

test("the demo's role owns its databases, may replicate, and is nothing more", async () => {
  const { rows } = await demo.left.query(
    `SELECT rolsuper, rolreplication, rolcreatedb, rolcreaterole,
       (SELECT datdba FROM pg_database WHERE datname = current_database()) = pg_roles.oid AS owner
     FROM pg_roles WHERE rolname = current_user`,
  );
  expect(rows).toEqual([
    { rolsuper: false, rolreplication: true, rolcreatedb: false, rolcreaterole: false, owner: true },
  ]);
});

test('made again, the databases keep what is in them', async () => {
  await demo.left.query("UPDATE deals SET title = 'edited' WHERE id = $1", [demo.rows.crm.deals[0]?.id]);
  const urls = await demo.create();
  const client = new pg.Client({ connectionString: urls.leftUrl });
  await client.connect();
  const { rows } = await client.query("SELECT count(*)::int AS n FROM deals WHERE title = 'edited'");
  await client.end();
  expect(rows).toEqual([{ n: 1 }]);
});
