import { setTimeout as sleep } from 'node:timers/promises';
import { benchGraph } from './bench-graph.ts';
import type { BenchOptions } from './bench-options.ts';
import type { BenchResult } from './bench-result.ts';
import { type BenchServers, withServers } from './bench-servers.ts';
import { type BenchTable, native } from './contenders.ts';
import { growLedger } from './grow-ledger.ts';
import { type GrowthCase, growthCases } from './growth-case.ts';
import { type Cost, type Idle, measureCost, measureIdle } from './growth-cost.ts';
import { growthResults, idleResults } from './growth-results.ts';
import { growthTable, idleTable, makeGrowthTables, writeRefused } from './growth-table.ts';
import { type BenchRunner, startRunner } from './start-runner.ts';

const WARM_UP = 2_000;
/** The flow that carries the changes. */
const FLOW = 'bench';

/** What was measured of a case. */
export type Measured = { cost: Cost; idle: Idle; ledgerLines: number; deploySeconds: number };

/**
 * The same changes through a two-way lane at ten times the size, one dimension at a time: what a change costs
 * must stay level. Native replication is measured where the size is the data's own.
 */
export async function growth(options: BenchOptions): Promise<BenchResult[]> {
  const { changes, base, grown } = growthCases(options.scale);
  const idleSeconds = Math.max(5, 20 * options.scale);
  const ours = new Map<string, Measured>();
  const peer = new Map<string, Cost>();
  for (const wanted of [base, ...grown]) {
    const measured = await withServers((servers) =>
      measureOurs(servers, wanted, { changes, idleSeconds, options }),
    );
    ours.set(wanted.name, measured);
    console.error(wanted.name, measured);
    if (wanted.rows === base.rows && wanted.columns === base.columns && wanted !== base) continue;
    peer.set(wanted.name, await withServers((servers) => measureNative(servers, wanted, changes)));
    console.error(wanted.name, 'native', peer.get(wanted.name));
  }
  return [...growthResults(base, grown, ours, peer), ...idleResults([base, ...grown], ours)];
}

async function measureOurs(
  servers: BenchServers,
  wanted: GrowthCase,
  how: { changes: number; idleSeconds: number; options: BenchOptions },
): Promise<Measured> {
  await makeGrowthTables(servers, wanted);
  const runner = await startRunner(servers, `growth-${wanted.name}`, how.options);
  try {
    const tables: [string, BenchTable][] = [[FLOW, growthTable(wanted)]];
    for (let n = 1; n < wanted.flows; n += 1) tables.push([`idle-${n}`, idleTable(n)]);
    const started = performance.now();
    await runner.deploy(
      tables.map(([id, { name: table, columns }]) => ({
        id,
        graph: benchGraph({ table, columns, direction: 'both' }),
      })),
    );
    const deploySeconds = (performance.now() - started) / 1_000;
    if (wanted.parked > 0) await park(servers, runner, wanted);
    await measureCost(servers, runner.pid, { mark: 'warm', changes: WARM_UP, rows: wanted.rows });
    const ledgerLines = await growLedger(servers.store.pool, wanted.ledger);
    const idle = await measureIdle(servers, runner.pid, how.idleSeconds);
    const load = { mark: 'work', changes: how.changes, rows: wanted.rows };
    const cost = await measureCost(servers, runner.pid, load, idle.byRole);
    return { cost, idle, ledgerLines, deploySeconds };
  } finally {
    await runner.stop();
  }
}

/** Writes what the right side refuses and waits until all of it is set aside. */
async function park(servers: BenchServers, runner: BenchRunner, wanted: GrowthCase): Promise<void> {
  await writeRefused(servers, wanted);
  const until = Date.now() + 900_000;
  for (;;) {
    const status = await runner.status(FLOW);
    if (status?.lanes[0]?.pending.parked === wanted.parked) return;
    if (Date.now() > until) {
      throw new Error(`not all was parked: ${JSON.stringify(status?.lanes[0]?.pending)}`);
    }
    await sleep(500);
  }
}

async function measureNative(servers: BenchServers, wanted: GrowthCase, changes: number): Promise<Cost> {
  await makeGrowthTables(servers, wanted);
  const running = await native('native', 'FULL').start(servers, growthTable(wanted));
  try {
    await measureCost(servers, null, { mark: 'warm', changes: WARM_UP, rows: wanted.rows });
    return await measureCost(servers, null, { mark: 'work', changes, rows: wanted.rows });
  } finally {
    await running.stop();
  }
}
