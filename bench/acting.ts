import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { BulkAction } from '#core/operations/bulk-action.ts';
import { BulkInput } from '#core/operations/bulk-input.ts';
import { BulkResult } from '#core/operations/bulk-progress.ts';
import { newestLine } from '#db/ledger/selected-records.ts';
import { benchGraph } from './bench-graph.ts';
import type { BenchOptions } from './bench-options.ts';
import type { BenchResult } from './bench-result.ts';
import { type BenchServers, withServers } from './bench-servers.ts';
import { addLastRow, bulkSchema, bulkTable, hasLastRow, writeLastRow } from './bulk-load.ts';
import { CpuMeter, microsPerRow, resetPeakMemory, residentMemory } from './process-usage.ts';
import { holdsRows, untilEqual } from './rows-equal.ts';
import { type BenchRunner, startRunner } from './start-runner.ts';

const RECORDS = 100_000;
const PER_TRANSACTION = 5_000;
const TARGET = 0.5;
const TICK = 100;
const PATIENCE = 900_000;

/** Counts how often each record of the target is written. */
const counted = `
CREATE TABLE written (id int NOT NULL);
CREATE FUNCTION count_write() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN INSERT INTO public.written VALUES (NEW.id); RETURN NULL; END';
CREATE TRIGGER counted AFTER UPDATE ON contacts FOR EACH ROW EXECUTE FUNCTION count_write();
ALTER TABLE contacts ENABLE ALWAYS TRIGGER counted;`;

/**
 * Acting on many records at once: updates are carried live, then the same records are reverted, and, once the
 * target has lost them unseen, replayed, each in the same run; at last the runner is killed in the middle of a replay.
 */
export async function acting(options: BenchOptions): Promise<BenchResult[]> {
  return withServers(async (servers) => {
    const { left, right } = servers;
    const schema = bulkSchema('FULL');
    await Promise.all([left.pool.query(schema), right.pool.query(schema)]);
    await Promise.all([addLastRow(left.pool), addLastRow(right.pool)]);
    const runner = await startRunner(servers, 'acting', options);
    try {
      const { name: table, columns } = bulkTable;
      await runner.deploy([{ id: 'bench', graph: benchGraph({ table, columns, direction: 'both' }) }]);
      return await measure(servers, runner, Math.round(RECORDS * options.scale));
    } finally {
      await runner.stop();
    }
  });
}

type Acted = { rate: number; peak: number | null; used: Record<string, number> };

async function measure(servers: BenchServers, runner: BenchRunner, records: number): Promise<BenchResult[]> {
  const { left, right } = servers;
  await left.pool.query(
    `INSERT INTO contacts SELECT i, 'name ' || i, 'mail' || i || '@example.test', i::text, 'city', 1, true, now()
     FROM generate_series(1, ${records}) i`,
  );
  while (!(await holdsRows(right, 'contacts', records))) {
    const { rows } = await right.pool.query('SELECT count(*)::int AS n FROM contacts');
    if (rows[0].n === records + 1) break;
    await sleep(TICK);
  }
  const cpu = await CpuMeter.start(servers, runner.pid);
  const live = await liveRate(servers, records);
  const liveCpu = microsPerRow(await cpu.used(), records);
  console.error(`live: ${live.toFixed(0)} records/s`, liveCpu);
  await resetPeakMemory(runner.pid);
  const reverted = await act(servers, runner, { kind: 'revert', sides: 'both' }, records);
  console.error('revert', reverted);
  await lose(right.pool);
  const replayed = await act(servers, runner, { kind: 'replay', from: 'source' }, records);
  console.error('replay', replayed);
  await lose(right.pool);
  await right.pool.query(counted);
  const killed = await actAndKill(servers, runner, records);
  console.error('killed', killed);
  const ratio = (name: string, { rate, peak, used }: Acted): BenchResult => ({
    name: `acting.${name}/live`,
    value: rate / live,
    unit: 'ratio',
    target: TARGET,
    met: rate / live >= TARGET,
    detail: {
      records,
      'records/s': Math.round(rate),
      'live records/s': Math.round(live),
      ...(peak === null ? {} : { 'runner peak MB': Math.round(peak) }),
      ...used,
      ...Object.fromEntries(Object.entries(liveCpu).map(([role, micros]) => [`live ${role}`, micros])),
    },
  });
  return [
    ratio('revert', reverted),
    ratio('replay', replayed),
    {
      name: 'acting.killed/done-twice',
      value: killed.twice,
      unit: 'records',
      target: 0,
      met: killed.twice === 0 && killed.lines === records && killed.left === 0,
      detail: { records, 'lines of it in the ledger': killed.lines, 'not done': killed.left },
    },
  ];
}

/** Updates of every record, carried live. @returns records a second, from the first commit until both sides are equal */
async function liveRate({ left, right }: BenchServers, records: number): Promise<number> {
  const began = performance.now();
  for (let first = 1; first <= records; first += PER_TRANSACTION) {
    const last = first + PER_TRANSACTION - 1;
    await left.pool.query(
      `UPDATE contacts SET score = score + 1, city = 'moved' WHERE id BETWEEN ${first} AND ${last}`,
    );
  }
  await writeLastRow(left.pool, 'live');
  const { at } = await untilEqual({ left, right }, 'contacts', () => hasLastRow(right.pool, 'live'), {
    atMoment: async () => null,
    timeoutSeconds: 900,
  });
  return (records * 1_000) / (at - began);
}

/** The target loses every record's last change, in a transaction that no lane carries. */
async function lose(target: pg.Pool): Promise<void> {
  await target.query(
    `BEGIN; UPDATE syncline.checkpoint SET at = clock_timestamp(); UPDATE contacts SET city = 'lost' WHERE id > 0; COMMIT`,
  );
}

/** Queues an action over the live updates. @returns its id */
async function queue(
  { store: { pool } }: BenchServers,
  action: BulkAction,
  records: number,
): Promise<string> {
  const id = randomUUID();
  const filter = { flowId: 'bench', op: ['update' as const], cause: 'live' as const };
  const input = BulkInput.parse({
    ...{ flowId: 'bench', action, asked: filter, dryRun: false, version: 1, records },
    selection: { filter, asOf: await newestLine(pool) },
  });
  await pool.query(
    `INSERT INTO operation (id, "workspaceId", "flowId", kind, input, "createdBy") VALUES ($1, 'w', 'bench', 'bulk', $2, 'b')`,
    [id, input],
  );
  await pool.query(`SELECT pg_notify('syncline_operation', $1)`, [id]);
  return id;
}

async function act(servers: BenchServers, runner: BenchRunner, action: BulkAction, records: number) {
  await Promise.all(Object.values(servers).map(({ pool }) => pool.query('CHECKPOINT')));
  const cpu = await CpuMeter.start(servers, runner.pid);
  const began = performance.now();
  const id = await queue(servers, action, records);
  const result = await untilDone(servers, id);
  const seconds = (performance.now() - began) / 1_000;
  if (result.counts.done < records) throw new Error(`not all was done: ${JSON.stringify(result)}`);
  const used = microsPerRow(await cpu.used(), records);
  return { rate: result.records / seconds, peak: await residentMemory(runner.pid, 'VmHWM'), used };
}

async function untilDone({ store: { pool } }: BenchServers, id: string): Promise<BulkResult> {
  for (const until = Date.now() + PATIENCE; Date.now() < until; await sleep(TICK)) {
    const { rows } = await pool.query('SELECT state, result, error FROM operation WHERE id = $1', [id]);
    if (rows[0].state === 'done') return BulkResult.parse(rows[0].result);
    if (rows[0].error) throw new Error(JSON.stringify(rows[0].error));
  }
  throw new Error('the operation did not end');
}

/** Kills the runner when a third is done; another one takes the action up. */
async function actAndKill(servers: BenchServers, runner: BenchRunner, records: number) {
  const { right, store } = servers;
  const id = await queue(servers, { kind: 'replay', from: 'source' }, records);
  for (;;) {
    const { rows } = await store.pool.query(
      'SELECT count(*)::int AS n FROM operation_record WHERE operation_id = $1',
      [id],
    );
    if (rows[0].n > records / 3) break;
    await sleep(TICK);
  }
  await runner.killAndRestart();
  await untilDone(servers, id);
  const number = async (pool: pg.Pool, sql: string, values: unknown[] = []): Promise<number> =>
    (await pool.query<{ n: number }>(sql, values)).rows[0]?.n ?? 0;
  return {
    twice: await number(
      right.pool,
      'SELECT count(*)::int AS n FROM (SELECT id FROM written GROUP BY id HAVING count(*) > 1) w',
    ),
    lines: await number(store.pool, 'SELECT count(*)::int AS n FROM ledger_entry WHERE operation_id = $1', [
      id,
    ]),
    left: await number(right.pool, `SELECT count(*)::int AS n FROM contacts WHERE city = 'lost'`),
  };
}
