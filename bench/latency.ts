import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { benchGraph } from './bench-graph.ts';
import type { BenchResult } from './bench-result.ts';
import { withServers } from './bench-servers.ts';
import { endNativeReplication, replicateNatively } from './native-replication.ts';
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

const columns = ['id', 'name', 'email', 'phone', 'score', 'updated'];

/**
 * Commit-to-commit latency at 200 changes a second on each side of a two-way lane, by the servers'
 * own commit times; beside PostgreSQL's native replication both ways (`origin = none`) under the same load.
 */
export async function latency(): Promise<BenchResult[]> {
  const ours = await withServers(async ({ left, right, store }) => {
    await Promise.all([left.pool.query(table + rows), right.pool.query(table + rows)]);
    const graph = benchGraph({ table: 'contacts', columns, direction: 'both' });
    const urls = { left: left.url, right: right.url };
    const runner = await startRunner(store.url, [{ id: 'bench', graph }], urls);
    const measured = await measure(left.pool, right.pool, 'committed');
    await runner.stop();
    return measured;
  });
  const native = await withServers(async ({ left, right }) => {
    await Promise.all([left, right].map(({ pool }) => pool.query(table + rows + noteArrivals)));
    await replicateNatively(left, right, { name: 'a', table: 'contacts', copy: false });
    await replicateNatively(right, left, { name: 'b', table: 'contacts', copy: false });
    const measured = await measure(left.pool, right.pool, 'noted');
    await endNativeReplication(right, 'a');
    await endNativeReplication(left, 'b');
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
