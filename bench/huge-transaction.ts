import { setTimeout as sleep } from 'node:timers/promises';
import { benchGraph } from './bench-graph.ts';
import type { BenchOptions } from './bench-options.ts';
import type { BenchResult } from './bench-result.ts';
import { type BenchServers, withServers } from './bench-servers.ts';
import { type Clock, latenciesOf, noteArrivals, writtenAt } from './commit-times.ts';
import type { Running } from './contenders.ts';
import { endNativeReplication, replicateNatively } from './native-replication.ts';
import { resetPeakMemory, residentMemory } from './process-usage.ts';
import { type Quantiles, quantiles } from './quantiles.ts';
import { holdsRows, untilEqual } from './rows-equal.ts';
import { startRunner } from './start-runner.ts';

const ROWS = 2_000_000;
/** The second flow's rows: each is written once at most. */
const SMALL_ROWS = 100_000;
const SMALL_RATE = 100;
const columns = ['id', 'name', 'city', 'score', 'updated'];

type Measured = { seconds: number; small: Quantiles & { changes: number }; peak: number | null };

/**
 * A transaction of 2,000,000 rows through a one-way lane while another flow of the same runner carries a hundred
 * small changes a second: the runner's peak memory, and the small changes' latency from the large commit until its
 * rows are all there.
 */
export async function hugeTransaction(options: BenchOptions): Promise<BenchResult[]> {
  const rows = Math.round(ROWS * options.scale);
  const native = await measure(rows, startNatively, 'trigger');
  const ours = await measure(rows, (servers) => startOurs(servers, options), 'commit');
  const detail = { rows, ...labelled('ours', ours, rows), ...labelled('native', native, rows) };
  const peak = ours.peak ?? Number.NaN;
  return [
    {
      name: 'huge-transaction.one-way/peak-memory',
      value: peak,
      unit: 'MB',
      target: 512,
      met: peak < 512,
      detail,
    },
    {
      name: 'huge-transaction.one-way/native',
      value: native.seconds / ours.seconds,
      unit: 'ratio',
      target: null,
      met: null,
      detail,
    },
    {
      name: 'huge-transaction.other-flow/p99',
      value: ours.small.p99,
      unit: 'ms',
      target: null,
      met: null,
      detail,
    },
  ];
}

function labelled(name: string, { seconds, small }: Measured, rows: number): BenchResult['detail'] {
  const all = {
    s: seconds.toFixed(1),
    'rows/s': Math.round(rows / seconds),
    'small changes': small.changes,
    'small p50 ms': small.p50.toFixed(1),
    'small p99 ms': small.p99.toFixed(1),
    'small max ms': small.max.toFixed(1),
  };
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [`${name} ${key}`, value]));
}

async function startNatively({ left, right }: BenchServers): Promise<Running> {
  for (const table of ['huge', 'small'])
    await replicateNatively(left, right, { name: table, table, copy: false });
  return {
    pid: null,
    stop: async () => {
      for (const table of ['huge', 'small']) await endNativeReplication(right, table);
    },
  };
}

async function startOurs(servers: BenchServers, options: BenchOptions): Promise<Running> {
  const runner = await startRunner(servers, 'huge-transaction', options);
  const flows = ['huge', 'small'].map((table) => ({
    id: table,
    graph: benchGraph({ table, columns, direction: 'forward' }),
  }));
  await runner.deploy(flows);
  return runner;
}

async function measure(
  rows: number,
  start: (servers: BenchServers) => Promise<Running>,
  clock: Clock,
): Promise<Measured> {
  return withServers(async (servers) => {
    const { left, right } = servers;
    const table = (name: string) => `CREATE TABLE ${name} (id int PRIMARY KEY, name text NOT NULL, city text,
      score numeric(12,2), updated timestamptz);`;
    const small = `INSERT INTO small SELECT i, 'Name ' || i, 'Springfield', i, '2026-01-01'
      FROM generate_series(1, ${SMALL_ROWS}) i; ${clock === 'trigger' ? noteArrivals('small') : ''}`;
    const sql = table('huge') + table('small') + small;
    await Promise.all([left.pool.query(sql), right.pool.query(sql)]);
    const running = await start(servers);
    try {
      await sleep(1_000);
      if (running.pid !== null) await resetPeakMemory(running.pid);
      await left.pool.query(`INSERT INTO huge SELECT i, 'Contact number ' || i, 'Springfield ' || i % 1000,
        i % 10000, clock_timestamp() FROM generate_series(1, ${rows}) i`);
      const committed = performance.now();
      const equal = untilEqual(servers, 'huge', () => holdsRows(right, 'huge', rows), {
        atMoment: async () => undefined,
        timeoutSeconds: 1_800,
      });
      const last = await writeSmallUntil(servers, equal);
      const { at } = await equal;
      const latencies = await smallLatencies(servers, last, clock);
      const measured = {
        seconds: (at - committed) / 1_000,
        small: { ...quantiles(latencies), changes: last },
        peak: running.pid === null ? null : await residentMemory(running.pid, 'VmHWM'),
      };
      console.error('huge transaction', clock === 'trigger' ? 'native' : 'ours', measured);
      return measured;
    } finally {
      await running.stop();
    }
  });
}

/** Updates row after row at a steady rate until `end` is settled. @returns the last id. */
async function writeSmallUntil({ left }: BenchServers, end: Promise<unknown>): Promise<number> {
  const ended = { yes: false };
  const stop = () => {
    ended.yes = true;
  };
  end.then(stop, stop);
  const started = performance.now();
  const running: Promise<unknown>[] = [];
  while (!ended.yes && running.length < SMALL_ROWS) {
    const wait = started + (running.length * 1_000) / SMALL_RATE - performance.now();
    if (wait > 0) await sleep(wait);
    const id = running.length + 1;
    running.push(
      left.pool.query(`UPDATE small SET name = 'new ' || id, updated = now() WHERE id = $1`, [id]),
    );
  }
  await Promise.all(running);
  return running.length;
}

async function smallLatencies({ left, right }: BenchServers, last: number, clock: Clock): Promise<number[]> {
  const until = Date.now() + 120_000;
  const arrived = () => right.pool.query(`SELECT FROM small WHERE name LIKE 'new %'`);
  while ((await arrived()).rowCount !== last) {
    if (Date.now() > until) throw new Error('small changes did not arrive within two minutes');
    await sleep(100);
  }
  const where = `name LIKE 'new %'`;
  return latenciesOf(
    await writtenAt(left.pool, 'small', where, 'commit'),
    await writtenAt(right.pool, 'small', where, clock),
  );
}
