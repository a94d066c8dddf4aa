import { readFile, writeFile } from 'node:fs/promises';
import { BENCH_APPLICATION, type BenchServer, type BenchServers } from './bench-servers.ts';

/** CPU seconds used so far by role, e.g. `left walsender`, `right apply`, `runner`. */
export type CpuByRole = Map<string, number>;

/** `USER_HZ`: what Linux counts processor time in towards programs, on every architecture that Node has. */
const TICKS_PER_SECOND = 100;

type Reading = { role: string; seconds: number };
/** Processes by `<server> <pid>`. */
type Readings = Map<string, Reading>;

/**
 * Measures processor time of every process involved since it was made, by role, so that it can be told where
 * the time goes even while the machine does other things. Needs Linux; elsewhere nothing is reported.
 */
export class CpuMeter {
  readonly #servers: BenchServers;
  readonly #runnerPid: number | null;
  #before: Readings = new Map();

  private constructor(servers: BenchServers, runnerPid: number | null) {
    this.#servers = servers;
    this.#runnerPid = runnerPid;
  }

  static async start(servers: BenchServers, runnerPid: number | null): Promise<CpuMeter> {
    const meter = new CpuMeter(servers, runnerPid);
    meter.#before = await meter.#read();
    return meter;
  }

  /** CPU seconds since the start; roles below 0.05 s are left out. */
  async used(): Promise<CpuByRole> {
    const used: CpuByRole = new Map();
    for (const [process, { role, seconds }] of await this.#read()) {
      const since = seconds - (this.#before.get(process)?.seconds ?? 0);
      used.set(role, (used.get(role) ?? 0) + since);
    }
    return new Map([...used].filter(([, seconds]) => seconds >= 0.05).sort((a, b) => b[1] - a[1]));
  }

  async #read(): Promise<Readings> {
    const readings: Readings = new Map();
    for (const server of Object.values(this.#servers)) await readServer(server, readings);
    if (this.#runnerPid !== null) {
      const stat = await processStat(this.#runnerPid);
      if (stat) readings.set('runner', { role: 'runner', seconds: stat.seconds });
    }
    return readings;
  }
}

async function readServer(server: BenchServer, readings: Readings): Promise<void> {
  const { rows } = await server.pool.query<{ pid: number; type: string; application: string }>(
    'SELECT pid, backend_type AS type, application_name AS application FROM pg_stat_activity',
  );
  let parent: number | null = null;
  for (const { pid, type, application } of rows) {
    const stat = await processStat(pid);
    if (!stat) continue; // it has ended since
    parent = stat.parent;
    const role = `${server.name} ${roleOf(type, application)}`;
    readings.set(`${server.name} ${pid}`, { role, seconds: stat.seconds });
  }
  const stat = parent === null ? null : await processStat(parent);
  // Autovacuum's and other workers that came and went.
  if (stat) readings.set(server.name, { role: `${server.name} ended`, seconds: stat.endedSeconds });
}

function roleOf(type: string, application: string): string {
  if (application === BENCH_APPLICATION) return 'load';
  if (type === 'walsender') return 'walsender';
  if (type.startsWith('logical replication')) return 'apply';
  return type === 'client backend' ? 'syncline' : 'background';
}

async function processStat(
  pid: number,
): Promise<{ parent: number; seconds: number; endedSeconds: number } | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null); // ended, or not Linux
  if (text === null) return null;
  // The second field is the name in brackets and may hold anything; the rest is numbered from the third on.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = (number: number) => Number(fields[number - 3]) / TICKS_PER_SECOND;
  return { parent: Number(fields[1]), seconds: ticks(14) + ticks(15), endedSeconds: ticks(16) + ticks(17) };
}

/** Forgets the peak so far, so that the next reading is of what comes now. */
export async function resetPeakMemory(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => undefined); // not Linux: the peak is since the start
}

/** Peak resident memory of a process, MB; null where the system does not tell. */
export async function peakMemory(pid: number): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => null);
  const found = text?.match(/^VmHWM:\s+(\d+) kB$/m);
  return found ? Number(found[1]) / 1024 : null;
}
