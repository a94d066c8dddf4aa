import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { EmbeddedPostgres } from '#launch/embedded-postgres.ts';
import type { BenchResult } from './bench-result.ts';
import { newDatabase, withServer } from './bench-servers.ts';
import { startRunner } from './start-runner.ts';

/** Changes a second on each side, and for how long. */
const RATE = 200;
const SECONDS = 15;
const ROWS = RATE * SECONDS * 2;

const table = `CREATE TABLE contacts (
  id int PRIMARY KEY, name text NOT NULL, email text, phone text, score numeric(12,2), updated timestamptz);
  ALTER TABLE contacts REPLICA IDENTITY FULL;`;
const rows = `INSERT INTO contacts SELECT i, 'Name ' || i, 'n' || i || '@example.com', '+49 30 ' || i, i, now()
  FROM generate_series(1, ${ROWS}) i;`;

/**
 * Native replication keeps the source's commit time on what it applies, so a trigger notes the moment
 * instead: a little before the commit, in its favour.
 */
const noteArrivals = `
  CREATE TABLE arrivals (id int, at timestamptz);
  CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO public.arrivals VALUES (NEW.id, clock_timestamp()); RETURN NULL; END';
  CREATE TRIGGER note AFTER UPDATE ON contacts FOR EACH ROW EXECUTE FUNCTION note();
  ALTER TABLE contacts ENABLE REPLICA TRIGGER note;`;

const graph = {
  formatVersion: 1,
  name: 'Latency',
  nodes: [
    { id: 'l', kind: 'endpoint', connection: 'left', stream: 'public.contacts' },
    {
      id: 'm',
      kind: 'mapping',
      match: [['id', 'id']],
      fields: ['id', 'name', 'email', 'phone', 'score', 'updated'].map((name) => ({
        left: name,
        right: name,
      })),
    },
    { id: 'r', kind: 'endpoint', connection: 'right', stream: 'public.contacts' },
  ],
  edges: [
    { id: 'e1', source: 'l', target: 'm' },
    { id: 'e2', source: 'm', target: 'r' },
  ],
};

/**
 * Commit-to-commit latency at 200 changes a second on each side of a two-way lane, by the servers'
 * own commit times; beside PostgreSQL's native replication both ways (`origin = none`) under the same load.
 */
export async function latency(): Promise<BenchResult[]> {
  const ours = await withServer(async (server) => {
    const { left, right } = await bothSides(server, rows);
    const store = await newDatabase(server, 'store', 'SELECT 1');
    await store.pool.end();
    const runner = await startRunner(store.url, graph, { left: left.url, right: right.url });
    const measured = await measure(left.pool, right.pool, 'committed');
    await runner.stop();
    await Promise.all([left.pool.end(), right.pool.end()]);
    return measured;
  });
  const native = await withServer(async (server) => {
    const { left, right } = await bothSides(server, rows);
    await Promise.all([left.pool.query(noteArrivals), right.pool.query(noteArrivals)]);
    await subscribe(left.pool, right.pool, server.url('left'), 'a');
    await subscribe(right.pool, left.pool, server.url('right'), 'b');
    const measured = await measure(left.pool, right.pool, 'noted');
    for (const [pool, name] of [
      [right.pool, 'a'],
      [left.pool, 'b'],
    ] as const) {
      await pool.query(`ALTER SUBSCRIPTION ${name} DISABLE`);
      await pool.query(`ALTER SUBSCRIPTION ${name} SET (slot_name = NONE)`);
      await pool.query(`DROP SUBSCRIPTION ${name}`);
    }
    await Promise.all([left.pool.end(), right.pool.end()]);
    return measured;
  });
  const detail = {
    changes: ours.length,
    max: ours.at(-1)?.toFixed(1) ?? '',
    'native p50': quantile(native, 0.5).toFixed(1),
    'native p99': quantile(native, 0.99).toFixed(1),
  };
  return [
    result('latency.two-way/p50', quantile(ours, 0.5), 'ms', 50, detail),
    result('latency.two-way/p99', quantile(ours, 0.99), 'ms', 250, detail),
    {
      ...result('latency.two-way/p50-to-native', quantile(ours, 0.5) / quantile(native, 0.5), 'ratio', 0, {}),
      target: null,
      met: null,
    },
  ];
}

async function bothSides(server: EmbeddedPostgres, fill: string) {
  const left = await newDatabase(server, 'left', table + fill);
  const right = await newDatabase(server, 'right', table + fill);
  return { left, right };
}

async function subscribe(from: pg.Pool, to: pg.Pool, url: string, name: string): Promise<void> {
  await from.query(`CREATE PUBLICATION ${name} FOR TABLE contacts`);
  // Within one server the subscription cannot make its own slot: it would wait for itself.
  await from.query(`SELECT pg_create_logical_replication_slot('${name}', 'pgoutput')`);
  await to.query(
    `CREATE SUBSCRIPTION ${name} CONNECTION '${url}' PUBLICATION ${name}
     WITH (create_slot = false, slot_name = ${name}, copy_data = false, origin = none)`,
  );
}

/**
 * Updates every row once, odd ones on the left and even ones on the right.
 *
 * @param arrival how the target knows when a row arrived: by the commit's time, or noted by a trigger.
 * @returns sorted latencies, ms.
 */
async function measure(left: pg.Pool, right: pg.Pool, arrival: Arrival): Promise<number[]> {
  await Promise.all([left.query('CHECKPOINT'), sleep(1_000)]);
  await Promise.all([load(left, 1), load(right, 2)]);
  const until = Date.now() + 30_000;
  const arrived = (pool: pg.Pool) =>
    pool.query(`SELECT count(*)::int AS n FROM contacts WHERE name LIKE 'new %'`);
  while (Date.now() < until) {
    const counts = await Promise.all([arrived(left), arrived(right)]);
    if (counts.every((count) => count.rows[0].n === ROWS)) break;
    await sleep(100);
  }
  const [fromLeft, fromRight] = await Promise.all([
    latenciesOf(await times(left, 1, 'committed'), await times(right, 1, arrival)),
    latenciesOf(await times(right, 0, 'committed'), await times(left, 0, arrival)),
  ]);
  return [...fromLeft, ...fromRight].sort((a, b) => a - b);
}

type Arrival = 'committed' | 'noted';

/** When rows with this remainder by two were written, ms since 1970. */
async function times(pool: pg.Pool, remainder: number, how: Arrival): Promise<Map<number, number>> {
  const source =
    how === 'committed'
      ? `SELECT id, pg_xact_commit_timestamp(xmin) AS at FROM contacts WHERE name LIKE 'new %'`
      : 'SELECT id, at FROM arrivals';
  const found = await pool.query<{ id: number; at: number }>(
    `SELECT id, (extract(epoch FROM at) * 1000)::float8 AS at FROM (${source}) t WHERE id % 2 = ${remainder}`,
  );
  return new Map(found.rows.map((row) => [row.id, row.at]));
}

function latenciesOf(sent: Map<number, number>, arrived: Map<number, number>): number[] {
  return [...sent].map(([id, at]) => {
    const there = arrived.get(id);
    if (there === undefined) throw new Error(`row ${id} never arrived`);
    return there - at;
  });
}

async function load(pool: pg.Pool, first: number): Promise<void> {
  const started = Date.now();
  const running: Promise<unknown>[] = [];
  for (let done = 0, id = first; id <= ROWS; done += 1, id += 2) {
    const wait = started + (done * 1000) / RATE - Date.now();
    if (wait > 0) await sleep(wait);
    running.push(pool.query(`UPDATE contacts SET name = 'new ' || id, updated = now() WHERE id = $1`, [id]));
  }
  await Promise.all(running);
}

function quantile(sorted: number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] as number;
}

function result(
  name: string,
  value: number,
  unit: string,
  target: number,
  detail: BenchResult['detail'],
): BenchResult {
  return { name, value, unit, target, met: value <= target, detail };
}
