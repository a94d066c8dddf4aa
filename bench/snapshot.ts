import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchOptions } from './bench-options.ts';
import type { BenchResult } from './bench-result.ts';
import { type BenchServers, withServers } from './bench-servers.ts';
import type { BenchTable } from './contenders.ts';
import { CpuMeter, microsPerRow, resetPeakMemory, residentMemory } from './process-usage.ts';
import { holdsRows, untilEqual } from './rows-equal.ts';
import { type Copy, copyNatively, copyOurselves } from './snapshot-copies.ts';

const ROWS = 2_000_000;
const WORKERS = 4;
const table: BenchTable = {
  name: 'contacts',
  columns: ['id', 'name', 'email', 'phone', 'city', 'note', 'score', 'updated'],
};

type Measured = { seconds: number; detail: BenchResult['detail'] };

/**
 * First copy of a table of 2,000,000 rows of some 142 bytes into an empty one, until all rows are equal;
 * beside native's initial copy as it comes, and with four workers.
 */
export async function snapshot(options: BenchOptions): Promise<BenchResult[]> {
  const rows = Math.round(ROWS * options.scale);
  const copies: Record<string, Copy> = {
    native: copyNatively(1, table, rows),
    [`native-${WORKERS}`]: copyNatively(WORKERS, table, rows),
    'one-way': copyOurselves('one-way', 'forward', table, options),
    'two-way': copyOurselves('two-way', 'both', table, options),
  };
  const measured: Record<string, Measured> = {};
  for (const [name, copy] of Object.entries(copies)) {
    measured[name] = await withServers((servers) => measureCopy(servers, rows, copy));
    console.error(name, measured[name]);
  }
  return ['one-way', 'two-way'].flatMap((ours) => [
    resultOf(rows, measured, { ours, peer: 'native', target: 1 }),
    resultOf(rows, measured, { ours, peer: `native-${WORKERS}`, target: null }),
  ]);
}

function resultOf(
  rows: number,
  measured: Record<string, Measured>,
  { ours, peer, target }: { ours: string; peer: string; target: number | null },
): BenchResult {
  const [mine, theirs] = [measured[ours] as Measured, measured[peer] as Measured];
  const value = theirs.seconds / mine.seconds;
  const labelled = (name: string, { seconds, detail }: Measured) =>
    Object.entries({ 'rows/s': Math.round(rows / seconds), s: round(seconds), ...detail }).map(
      ([key, each]) => [`${name} ${key}`, each] as const,
    );
  return {
    name: `snapshot.${ours}/${peer}`,
    value,
    unit: 'ratio',
    target,
    met: target === null ? null : value >= target,
    detail: Object.fromEntries([...labelled(ours, mine), ...labelled(peer, theirs)]),
  };
}

/** What has to be up before is not counted; what the copy itself makes (slots, publications) is. */
async function measureCopy(servers: BenchServers, rows: number, copy: Copy): Promise<Measured> {
  await fill(servers, rows);
  const copying = await copy(servers);
  const { pid } = copying;
  try {
    await sleep(1_000);
    if (pid !== null) await resetPeakMemory(pid);
    const cpu = await CpuMeter.start(servers, pid);
    const started = performance.now();
    const { done } = await copying.begin();
    const equal = untilEqual(servers, table.name, () => holdsRows(servers.right, table.name, rows), {
      atMoment: () => cpu.used(),
      timeoutSeconds: 1_800,
    });
    const [{ at, taken }] = await Promise.all([equal, done]);
    const memory = pid === null ? null : await residentMemory(pid, 'VmHWM');
    return {
      seconds: (at - started) / 1_000,
      detail: {
        ...(memory === null
          ? {}
          : {
              'live after s': round((performance.now() - started) / 1_000),
              'runner peak MB': Math.round(memory),
            }),
        ...microsPerRow(taken, rows),
      },
    };
  } finally {
    await copying.stop();
  }
}

async function fill({ left, right }: BenchServers, rows: number): Promise<void> {
  const empty = `CREATE TABLE contacts (
    id int PRIMARY KEY, name text NOT NULL, email text, phone text, city text, note text, score numeric(12,2),
    updated timestamptz);
    ALTER TABLE contacts REPLICA IDENTITY FULL;`;
  await Promise.all([left.pool.query(empty), right.pool.query(empty)]);
  await left.pool.query(`INSERT INTO contacts SELECT i, 'Contact ' || i, 'contact' || i || '@example.com',
    '+49 30 ' || (1000000 + i), 'Springfield ' || i % 1000, 'met at fair no. ' || i % 100, i % 10000 + 0.25,
    '2026-01-01'::timestamptz + make_interval(secs => i) FROM generate_series(1, ${rows}) i`);
  await left.pool.query('VACUUM ANALYZE contacts');
  await Promise.all([left.pool.query('CHECKPOINT'), right.pool.query('CHECKPOINT')]);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
