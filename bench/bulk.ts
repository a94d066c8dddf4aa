import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchOptions } from './bench-options.ts';
import type { BenchResult } from './bench-result.ts';
import { type BenchServers, withServers } from './bench-servers.ts';
import {
  addLastRow,
  type BulkPhase,
  bulkPhases,
  bulkSchema,
  bulkTable,
  hasLastRow,
  writeLastRow,
} from './bulk-load.ts';
import { type Contender, native, type Running, syncline } from './contenders.ts';
import { CpuMeter, microsPerRow, resetPeakMemory, residentMemory } from './process-usage.ts';
import { untilEqual } from './rows-equal.ts';

/** What one contender took for one phase. */
export type Measured = { rate: number; seconds: number; detail: BenchResult['detail'] };
/** By contender, by phase. */
type AllMeasured = Record<string, Record<string, Measured>>;

const contenders = (options: BenchOptions): Contender[] => [
  native('native', 'DEFAULT'),
  syncline('one-way', 'forward', 'DEFAULT', options),
  native('native-full', 'FULL'),
  syncline('one-way-full', 'forward', 'FULL', options),
  syncline('two-way', 'both', 'FULL', options),
];

/** Which contenders are set against each other, and the ratio that is wanted. */
const comparisons = [
  { ours: 'one-way', peer: 'native', target: 1 },
  { ours: 'one-way-full', peer: 'native-full', target: 1 },
  { ours: 'two-way', peer: 'native-full', target: 0.7 },
];

/**
 * Large transactions, then many small ones: time from the first commit until all rows are equal, each
 * contender on servers of its own, one after the other.
 */
export async function bulk(options: BenchOptions): Promise<BenchResult[]> {
  const { scale } = options;
  const measured: AllMeasured = {};
  for (const contender of contenders(options)) {
    measured[contender.name] = await withServers((servers) => runContender(contender, servers, scale));
  }
  return bulkPhases(scale).flatMap(({ name }) =>
    comparisons.map(({ ours, peer, target }) => {
      const mine = measured[ours]?.[name] as Measured;
      const theirs = measured[peer]?.[name] as Measured;
      const value = mine.rate / theirs.rate;
      return {
        name: `bulk.${name}.${ours}/${peer}`,
        value,
        unit: 'ratio',
        target,
        met: value >= target,
        detail: { ...labelled(ours, mine), ...labelled(peer, theirs) },
      };
    }),
  );
}

/** Every phase of the load, one after the other, through a contender. */
export async function runContender(
  contender: Contender,
  servers: BenchServers,
  scale: number,
): Promise<Record<string, Measured>> {
  const { left, right } = servers;
  const schema = bulkSchema(contender.identity);
  await Promise.all([left.pool.query(schema), right.pool.query(schema)]);
  await Promise.all([addLastRow(left.pool), addLastRow(right.pool)]);
  const running = await contender.start(servers, bulkTable);
  try {
    const measured: Record<string, Measured> = {};
    for (const phase of bulkPhases(scale)) {
      measured[phase.name] = await runPhase(phase, servers, running);
      const { rate, seconds, detail } = measured[phase.name] as Measured;
      console.error(
        `${contender.name} ${phase.name}: ${rate.toFixed(0)} rows/s, ${seconds.toFixed(2)} s`,
        detail,
      );
    }
    return measured;
  } finally {
    await running.stop();
  }
}

async function runPhase(phase: BulkPhase, servers: BenchServers, { pid }: Running): Promise<Measured> {
  const { left, right } = servers;
  await Promise.all(Object.values(servers).map(({ pool }) => pool.query('CHECKPOINT')));
  await sleep(1_000);
  if (pid !== null) await resetPeakMemory(pid);
  const cpu = await CpuMeter.start(servers, pid);
  const firstCommit = await phase.write(left.pool);
  await writeLastRow(left.pool, phase.name);
  const loaded = performance.now();
  const { at, taken } = await untilEqual(
    { left, right },
    bulkTable.name,
    () => hasLastRow(right.pool, phase.name),
    { atMoment: () => cpu.used(), timeoutSeconds: 900 },
  );
  const seconds = (at - firstCommit) / 1_000;
  const memory = pid === null ? null : await residentMemory(pid, 'VmHWM');
  return {
    seconds,
    rate: phase.rows / seconds,
    detail: {
      'load s': round((loaded - firstCommit) / 1_000),
      ...(memory === null ? {} : { 'runner peak MB': Math.round(memory) }),
      ...microsPerRow(taken, phase.rows),
    },
  };
}

function labelled(name: string, { rate, seconds, detail }: Measured): BenchResult['detail'] {
  const all = { 'rows/s': Math.round(rate), s: round(seconds), ...detail };
  return Object.fromEntries(Object.entries(all).map(([key, value]) => [`${name} ${key}`, value]));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
