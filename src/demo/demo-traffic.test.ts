import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoFixture } from '#testing/demo-fixture.ts';
import { type DemoTrafficProgress, runDemoTraffic } from './demo-traffic.ts';

let demo: Awaited<ReturnType<typeof demoFixture>>;

beforeAll(async () => {
  demo = await demoFixture({ size: { accounts: 60, contacts: 300, deals: 250 } });
  await demo.left.query('CREATE TABLE seen (op text)');
  await demo.right.query('CREATE TABLE seen (op text)');
  const watch = (table: string) =>
    `CREATE TRIGGER seen AFTER INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION note()`;
  for (const [pool, tables] of [
    [demo.left, ['accounts', 'contacts', 'deals']],
    [demo.right, ['organizations', 'people', 'orders']],
  ] as const) {
    await pool.query(
      `CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN INSERT INTO seen VALUES (lower(TG_OP)); RETURN NULL; END $$`,
    );
    for (const table of tables) await pool.query(watch(table));
  }
});
afterAll(() => demo.close());

const seen = async () => {
  const total: Record<string, number> = { insert: 0, update: 0, delete: 0 };
  for (const pool of [demo.left, demo.right]) {
    const { rows } = await pool.query<{ op: string; n: number }>(
      'SELECT op, count(*)::int AS n FROM seen GROUP BY op',
    );
    for (const row of rows) total[row.op] = (total[row.op] ?? 0) + row.n;
    await pool.query('TRUNCATE seen');
  }
  return total;
};

test('edits come at the asked rate, on both sides, and are counted as they happened', async () => {
  const reports: DemoTrafficProgress[] = [];
  const { leftUrl, rightUrl } = demo;
  const result = await runDemoTraffic({
    leftUrl,
    rightUrl,
    rate: 100,
    conflicts: 20,
    seconds: 5,
    seed: 11,
    onProgress: (progress) => reports.push(progress),
  });

  expect(result.edits).toBeGreaterThan(400);
  expect(result.edits).toBeLessThan(530);
  expect(result.rate).toBeGreaterThan(80);
  expect(result.refused).toBe(0);
  // 20 per cent of the edits, two to a conflict.
  expect(result.conflicts).toBeGreaterThan(25);
  expect(result.conflicts).toBeLessThan(75);
  expect(result.updates).toBeGreaterThan(result.inserts + result.deletes);
  expect(result.inserts).toBeGreaterThan(0);
  expect(reports.length).toBeGreaterThan(6);
  expect(reports.at(-1)).toEqual(result);
  expect(await seen()).toEqual({
    insert: result.inserts,
    update: result.updates,
    delete: result.deletes,
  });
});

test('a conflict is an edit of the same record on both sides at nearly the same moment', async () => {
  const { leftUrl, rightUrl } = demo;
  await demo.left.query('UPDATE contacts SET updated_at = $1', ['2020-01-01']);
  const before = await demo.right.query<{ id: string; row: string }>(
    'SELECT person_id AS id, people::text AS row FROM people',
  );
  await seen();
  const result = await runDemoTraffic({ leftUrl, rightUrl, rate: 40, conflicts: 100, seconds: 2, seed: 5 });

  expect(result.conflicts * 2).toBe(result.edits);
  const changedLeft = await demo.left.query<{ id: string }>(
    "SELECT id FROM contacts WHERE updated_at > '2021-01-01'",
  );
  const now = await demo.right.query<{ id: string; row: string }>(
    'SELECT person_id AS id, people::text AS row FROM people',
  );
  const old = new Map(before.rows.map((row) => [row.id, row.row]));
  const changedRight = new Set(now.rows.filter((row) => old.get(row.id) !== row.row).map((row) => row.id));
  const both = changedLeft.rows.filter((row) => changedRight.has(row.id));
  // An edit to the value that stands there already cannot be told from none.
  expect(both.length).toBeGreaterThan(changedLeft.rows.length * 0.7);
});

test('a signal ends it, with everything that was begun finished', async () => {
  const { leftUrl, rightUrl } = demo;
  await seen();
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 300);
  const begun = performance.now();
  const result = await runDemoTraffic({
    leftUrl,
    rightUrl,
    rate: 50,
    conflicts: 0,
    seconds: 60,
    signal: controller.signal,
  });
  expect(performance.now() - begun).toBeLessThan(30_000);
  const total = await seen();
  expect((total.insert ?? 0) + (total.update ?? 0) + (total.delete ?? 0)).toBe(result.edits);
});

test('an unreachable database ends it with the reason', async () => {
  await expect(
    runDemoTraffic({
      leftUrl: demo.leftUrl,
      rightUrl: 'postgres://nobody@127.0.0.1:1/none',
      rate: 10,
      conflicts: 0,
      seconds: 5,
    }),
  ).rejects.toThrow(/ECONNREFUSED/);
});

test('rows that the traffic deletes are its own: nothing that was there before is gone', async () => {
  const ids = demo.rows.crm.deals.map((row) => row.id);
  const { rows } = await demo.left.query('SELECT count(*)::int AS n FROM deals WHERE id = ANY($1::uuid[])', [
    ids,
  ]);
  expect(rows).toEqual([{ n: ids.length }]);
});
