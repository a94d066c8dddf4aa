import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchOptions } from './bench-options.ts';
import type { BenchResult } from './bench-result.ts';
import { type BenchServers, withServers } from './bench-servers.ts';
import { type Clock, latenciesOf, noteArrivals, writtenAt } from './commit-times.ts';
import { type BenchTable, type Contender, native, syncline } from './contenders.ts';
import { pacedLoadSchema, writePaced } from './paced-load.ts';
import { CpuMeter } from './process-usage.ts';
import { type Quantiles, quantiles } from './quantiles.ts';

/** Changes a second, in all: on a two-way lane half of them on each side. */
const RATES = [100, 1_000, 3_000];
const SECONDS = 15;
/** Nobody's first moments are measured: code is compiled and caches are filled. */
const WARM_UP = { rate: 500, seconds: 3 };
const TARGETS: Record<number, { p50: number; p99: number }> = { 1000: { p50: 10, p99: 60 } };

const table: BenchTable = {
  name: 'contacts',
  columns: ['id', 'name', 'email', 'phone', 'score', 'updated'],
};
type Direction = 'one-way' | 'two-way';
type Measured = Quantiles & { changes: number; detail: BenchResult['detail'] };

/**
 * Commit-to-commit latency by the servers' own commit times, one way and both ways, beside PostgreSQL's
 * native replication (`origin = none`) under the same load.
 */
export async function latency(options: BenchOptions): Promise<BenchResult[]> {
  const seconds = Math.max(2, SECONDS * options.scale);
  const results: BenchResult[] = [];
  for (const direction of ['one-way', 'two-way'] as const) {
    const way = direction === 'one-way' ? 'forward' : 'both';
    const peer = await measureContender(native('native', 'FULL', way), 'trigger', direction, seconds);
    const ours = await measureContender(
      syncline(direction, way, 'FULL', options),
      'commit',
      direction,
      seconds,
    );
    for (const rate of RATES) {
      results.push(...resultsOf(direction, rate, ours.get(rate) as Measured, peer.get(rate) as Measured));
    }
  }
  return results;
}

function resultsOf(direction: Direction, rate: number, ours: Measured, peer: Measured): BenchResult[] {
  const detail = {
    changes: ours.changes,
    ...labelled('ours', ours),
    ...labelled('native', peer),
    ...ours.detail,
  };
  return (['p50', 'p99'] as const).map((quantile) => {
    const target = TARGETS[rate]?.[quantile] ?? null;
    const value = ours[quantile];
    const met = target === null ? null : value <= target;
    return { name: `latency.${direction}.${rate}/${quantile}`, value, unit: 'ms', target, met, detail };
  });
}

function labelled(name: string, { p50, p95, p99, max }: Quantiles): BenchResult['detail'] {
  const each = Object.entries({ p50, p95, p99, max });
  return Object.fromEntries(each.map(([key, value]) => [`${name} ${key}`, value.toFixed(1)]));
}

/** Runs all rates, one after the other, on servers of the contender's own. */
async function measureContender(
  contender: Contender,
  clock: Clock,
  direction: Direction,
  seconds: number,
): Promise<Map<number, Measured>> {
  return withServers(async (servers) => {
    await makeTables(servers, clock, Math.ceil(Math.max(...RATES) * seconds));
    const running = await contender.start(servers, table);
    try {
      await runLoad(servers, direction, { mark: 'warm', ...WARM_UP });
      const measured = new Map<number, Measured>();
      for (const rate of RATES) {
        await sleep(1_000);
        const cpu = await CpuMeter.start(servers, running.pid);
        await runLoad(servers, direction, { mark: `at${rate}`, rate, seconds });
        const used = (await cpu.used()).get('runner');
        const times = await latencies(servers, direction, `at${rate}`, clock);
        const detail: BenchResult['detail'] =
          used === undefined ? {} : { 'runner cpu %': Math.round((100 * used) / seconds) };
        measured.set(rate, { ...quantiles(times), changes: times.length, detail });
        console.error(direction, contender.name, rate, measured.get(rate));
      }
      return measured;
    } finally {
      await running.stop();
    }
  });
}

async function makeTables({ left, right }: BenchServers, clock: Clock, rows: number): Promise<void> {
  const sql = `CREATE TABLE contacts (
    id int PRIMARY KEY, name text NOT NULL, email text, phone text, score numeric(12,2), updated timestamptz);
    ALTER TABLE contacts REPLICA IDENTITY FULL;
    INSERT INTO contacts SELECT i, 'Name ' || i, 'n' || i || '@example.com', '+49 30 ' || i, i, '2026-01-01'
    FROM generate_series(1, ${rows}) i;
    ${pacedLoadSchema('contacts')} ${clock === 'trigger' ? noteArrivals('contacts') : ''}`;
  await Promise.all([left, right].map(({ pool }) => pool.query(sql)));
  await Promise.all([left, right].map(({ pool }) => pool.query('VACUUM ANALYZE contacts')));
  await Promise.all([left, right].map(({ pool }) => pool.query('CHECKPOINT')));
}

/** One way all rows on the left; both ways odd rows on the left and even rows on the right. Ends when all are there. */
async function runLoad(
  { left, right }: BenchServers,
  direction: Direction,
  load: { mark: string; rate: number; seconds: number },
): Promise<void> {
  const { mark, rate } = load;
  const last = Math.round(rate * load.seconds);
  if (direction === 'one-way') await writePaced(left.pool, { mark, first: 1, step: 1, last, rate });
  else {
    await Promise.all([
      writePaced(left.pool, { mark, first: 1, step: 2, last, rate: rate / 2 }),
      writePaced(right.pool, { mark, first: 2, step: 2, last, rate: rate / 2 }),
    ]);
  }
  const until = Date.now() + 120_000;
  for (;;) {
    const counts = await Promise.all(
      [left, right].map(({ pool }) => pool.query(`SELECT FROM contacts WHERE ${marked(mark)}`)),
    );
    if (counts.every(({ rowCount }) => rowCount === last)) return;
    if (Date.now() > until) throw new Error(`not all of ${last} changes arrived within two minutes`);
    await sleep(100);
  }
}

async function latencies(
  { left, right }: BenchServers,
  direction: Direction,
  mark: string,
  clock: Clock,
): Promise<number[]> {
  const odd = `${marked(mark)} AND (id % 2 = 1 OR ${direction === 'one-way'})`;
  const forward = latenciesOf(
    await writtenAt(left.pool, 'contacts', odd, 'commit'),
    await writtenAt(right.pool, 'contacts', odd, clock),
  );
  if (direction === 'one-way') return forward;
  const even = `${marked(mark)} AND id % 2 = 0`;
  const backward = latenciesOf(
    await writtenAt(right.pool, 'contacts', even, 'commit'),
    await writtenAt(left.pool, 'contacts', even, clock),
  );
  return [...forward, ...backward];
}

function marked(mark: string): string {
  return `name LIKE '${mark} %'`;
}
