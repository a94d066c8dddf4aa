import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchServers } from './bench-servers.ts';
import { comparableItems, hasLast, writeItems, writeLast } from './growth-table.ts';
import { type CpuByRole, CpuMeter, residentMemory } from './process-usage.ts';
import { untilEqual } from './rows-equal.ts';

/**
 * What one change costs: processor time of all that carries it, not of what writes it, and without what is used
 * while nothing changes.
 */
export type Cost = { micros: number; rate: number; byRole: Record<string, number> };

/** What flows cost while nothing changes: the runner's memory, MB, and processor time by role, per second. */
export type Idle = { memory: number; byRole: CpuByRole };

/** Has `changes` made and carried, and measures until both sides are equal. */
export async function measureCost(
  servers: BenchServers,
  pid: number | null,
  load: { mark: string; changes: number; rows: number },
  idle: CpuByRole = new Map(),
): Promise<Cost> {
  const { mark, changes } = load;
  await Promise.all(Object.values(servers).map(({ pool }) => pool.query('CHECKPOINT')));
  await sleep(500);
  const cpu = await CpuMeter.start(servers, pid);
  const started = performance.now();
  await writeItems(servers, load);
  await writeLast(servers, mark);
  const { at, taken } = await untilEqual(servers, comparableItems, () => hasLast(servers, mark), {
    atMoment: () => cpu.used(),
    timeoutSeconds: 900,
  });
  const elapsed = (at - started) / 1_000;
  const micros = withoutLoad(taken).map(([role, seconds]) => {
    const idling = (idle.get(role) ?? 0) * elapsed;
    return [role, (Math.max(0, seconds - idling) * 1e6) / changes] as const;
  });
  return {
    micros: micros.reduce((sum, [, each]) => sum + each, 0),
    rate: changes / elapsed,
    byRole: Object.fromEntries(micros),
  };
}

/** Looks for some time at what the runner and the servers use while nothing changes. */
export async function measureIdle(servers: BenchServers, pid: number, seconds: number): Promise<Idle> {
  await sleep(5_000); // what deploying stirred up
  const cpu = await CpuMeter.start(servers, pid);
  await sleep(seconds * 1_000);
  const used = withoutLoad(await cpu.used()).map(([role, each]) => [role, each / seconds] as const);
  return { memory: (await residentMemory(pid, 'VmRSS')) ?? Number.NaN, byRole: new Map(used) };
}

function withoutLoad(used: CpuByRole): [string, number][] {
  return [...used].filter(([role]) => !role.endsWith(' load'));
}
