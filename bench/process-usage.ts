import { readdir, readFile, writeFile } from 'node:fs/promises';
import { BENCH_APPLICATION, type BenchServer, type BenchServers } from './bench-servers.ts';

/** CPU seconds used so far by role, e.g. `left walsender`, `right apply`, `runner`. */
export type CpuByRole = Map<string, number>;

/** `USER_HZ`: what Linux counts the time of ended processes in, on every architecture that Node has. */
const TICKS_PER_SECOND = 100;
const NANOS_PER_SECOND = 1e9;
/** What uses a smaller share than this is not told. */
const LEAST_SHARE = 0.01;

/** Processor time per row by role, for a result's detail; roles that hardly matter are left out. */
export function microsPerRow(cpu: CpuByRole, rows: number): Record<string, number> {
  const total = [...cpu.values()].reduce((sum, seconds) => sum + seconds, 0);
  const telling = [...cpu].filter(([, seconds]) => seconds >= LEAST_SHARE * total);
  const each = telling.map(([role, seconds]) => [`${role} µs/row`, Math.round((1e7 * seconds) / rows) / 10]);
  return Object.fromEntries(each);
}

type Reading = { role: string; server: string | null; seconds: number };
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

  /** CPU seconds since the start, most first. */
  async used(): Promise<CpuByRole> {
    const used: CpuByRole = new Map();
    const add = (role: string, seconds: number) => used.set(role, (used.get(role) ?? 0) + seconds);
    const now = await this.#read();
    for (const [process, { role, seconds }] of now) {
      add(role, seconds - (this.#before.get(process)?.seconds ?? 0));
    }
    for (const [process, { server, seconds }] of this.#before) {
      // With its end all of its time came to its server's, also what it had used before.
      if (server !== null && !now.has(process)) add(endedRole(server), -seconds);
    }
    return new Map([...used].sort((a, b) => b[1] - a[1]));
  }

  async #read(): Promise<Readings> {
    const readings: Readings = new Map();
    for (const server of Object.values(this.#servers)) await readServer(server, readings);
    if (this.#runnerPid !== null) {
      const stat = await processStat(this.#runnerPid);
      if (stat) readings.set('runner', { role: 'runner', server: null, seconds: stat.seconds });
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
    readings.set(`${server.name} ${pid}`, { role, server: server.name, seconds: stat.seconds });
  }
  const stat = parent === null ? null : await processStat(parent);
  // Autovacuum's and other workers that came and went.
  if (stat) {
    readings.set(server.name, { role: endedRole(server.name), server: null, seconds: stat.endedSeconds });
  }
}

function endedRole(server: string): string {
  return `${server} ended`;
}

function roleOf(type: string, application: string): string {
  if (application === BENCH_APPLICATION) return 'load';
  if (type === 'walsender') return 'walsender';
  if (type.startsWith('logical replication')) return 'apply';
  return type === 'client backend' ? 'syncline' : 'background';
}

/** @returns null for a process that has ended, and where there is no `/proc`. */
async function processStat(
  pid: number,
): Promise<{ parent: number; seconds: number; endedSeconds: number } | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  // The second field is the name in brackets and may hold anything; the rest is numbered from the third on.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[16 - 3]) + Number(fields[17 - 3]);
  return {
    parent: Number(fields[1]),
    seconds: await timeOnProcessor(pid),
    endedSeconds: ticks / TICKS_PER_SECOND,
  };
}

/** Seconds of all threads of a process, as the scheduler counts them: finer than the ticks of `stat`. */
async function timeOnProcessor(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => []);
  const times = threads.map(async (thread) => {
    const text = await readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '0');
    return Number(text.split(' ')[0]);
  });
  return (await Promise.all(times)).reduce((sum, nanos) => sum + nanos, 0) / NANOS_PER_SECOND;
}

/** Forgets the peak so far, so that the next reading is of what comes now. */
export async function resetPeakMemory(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5').catch(() => undefined); // not Linux: the peak is since the start
}

/** Resident memory of a process, MB: the peak (`VmHWM`) or as of now; null where the system does not tell. */
export async function residentMemory(pid: number, which: 'VmHWM' | 'VmRSS'): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => null);
  const found = text?.match(new RegExp(`^${which}:\\s+(\\d+) kB$`, 'm'));
  return found ? Number(found[1]) / 1024 : null;
}
