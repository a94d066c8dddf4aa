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
import { CpuMeter, microsPerRow, residentMemory } from './process-usage.ts';
import { holdsRows, untilEqual } from './rows-equal.ts';
import { type BenchRunner, startRunner } from './start-runner.ts';

const RECORDS = 100_000;
const PER_TRANSACTION = 5_000;
const TARGET = 0.5;
const TICK = 100;
const PATIENCE = 900_000;

/** How much more memory the last quarter of an action may take than its second one, which is past its beginnings. */
const FLAT = 1.1;

/** Counts how often each record of a side is written. */
const counted = `
CREATE TABLE written (id int NOT NULL);
CREATE FUNCTION count_write() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN INSERT INTO public.written VALUES (NEW.id); RETURN NULL; END';
CREATE TRIGGER counted AFTER UPDATE ON contacts FOR EACH ROW EXECUTE FUNCTION count_write();
ALTER TABLE contacts ENABLE ALWAYS TRIGGER counted;`;

/**
 * Acting on many records at once: updates are carried live, then the same records are reverted, and, once the
 * target has lost them unseen, replayed, each in the same run. Then the runner is killed twice in the middle of a replay,
 * and twice in the middle of a revert.
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

const revert: BulkAction = { kind: 'revert', sides: 'both' };
const replay: BulkAction = { kind: 'replay', from: 'source' };

type Acted = { rate: number; previewRate: number; memory: number[]; used: Record<string, number> };

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
  const live = await carryUpdates(servers, records, 'live');
  const liveCpu = microsPerRow(await cpu.used(), records);
  console.error(`live: ${live.toFixed(0)} records/s`, liveCpu);
  const reverted = await act(servers, runner, revert, records);
  console.error(`revert: ${reverted.rate.toFixed(0)} records/s`, reverted.used);
  await lose(right.pool);
  const replayed = await act(servers, runner, replay, records);
  console.error(`replay: ${replayed.rate.toFixed(0)} records/s`, replayed.used);
  await lose(right.pool);
  for (const { pool } of [left, right]) await pool.query(counted);
  const replayKilled = await actAndKill(servers, runner, replay, { records, wrong: 'lost' });
  console.error('replay, killed', replayKilled);
  const from = new Date().toISOString();
  await carryUpdates(servers, records, 'again');
  for (const { pool } of [left, right]) await pool.query('TRUNCATE written');
  const revertKilled = await actAndKill(servers, runner, revert, { records, wrong: 'moved', from });
  console.error('revert, killed', revertKilled);
  const ratio = (name: string, { rate, previewRate, used }: Acted): BenchResult => ({
    name: `acting.${name}/live`,
    value: rate / live,
    unit: 'ratio',
    target: TARGET,
    met: rate / live >= TARGET,
    detail: {
      records,
      'records/s': Math.round(rate),
      'live records/s': Math.round(live),
      'previewed records/s': Math.round(previewRate),
      ...used,
      ...Object.fromEntries(Object.entries(liveCpu).map(([role, micros]) => [`live ${role}`, micros])),
    },
  });
  return [
    ratio('revert', reverted),
    ratio('replay', replayed),
    ...flatness('revert', reverted),
    ...flatness('replay', replayed),
    doneTwice('replay', records, replayKilled),
    doneTwice('revert', records, revertKilled),
  ];
}

/** The runner's memory by quarters of an action; none where the system does not tell. */
function flatness(name: string, { memory }: Acted): BenchResult[] {
  if (memory.length < 4) return [];
  const quarters = [0, 1, 2, 3].map((n) =>
    Math.max(...memory.slice(Math.floor((n * memory.length) / 4), Math.floor(((n + 1) * memory.length) / 4))),
  );
  const [first = 0, second = 0, third = 0, last = 0] = quarters;
  const detail = { 'first MB': first, 'second MB': second, 'third MB': third, 'last MB': last };
  const rounded = Object.fromEntries(Object.entries(detail).map(([key, mb]) => [key, Math.round(mb)]));
  const value = last / second;
  return [
    {
      ...{ name: `acting.${name}/memory by quarters, last/second`, value, unit: 'times', target: FLAT },
      ...{ met: value <= FLAT, detail: rounded },
    },
  ];
}

function doneTwice(name: string, records: number, { twice, lines, left }: Killed): BenchResult {
  return {
    name: `acting.${name}-killed-twice/done-twice`,
    value: twice,
    unit: 'records',
    target: 0,
    met: twice === 0 && lines === records && left === 0,
    detail: { records, 'lines of it in the ledger': lines, 'not done': left },
  };
}

/** Updates of every record, carried live. @returns records a second, from the first commit until both sides are equal */
async function carryUpdates({ left, right }: BenchServers, records: number, name: string): Promise<number> {
  const began = performance.now();
  for (let first = 1; first <= records; first += PER_TRANSACTION) {
    const last = first + PER_TRANSACTION - 1;
    await left.pool.query(
      `UPDATE contacts SET score = score + 1, city = 'moved' WHERE id BETWEEN ${first} AND ${last}`,
    );
  }
  await writeLastRow(left.pool, name);
  const { at } = await untilEqual({ left, right }, 'contacts', () => hasLastRow(right.pool, name), {
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

/** Queues an action over the live updates, or its preview. @param of.from those that were committed since. @returns its id */
async function queue(
  { store: { pool } }: BenchServers,
  action: BulkAction,
  { records, from, dryRun = false }: { records: number; from?: string; dryRun?: boolean },
): Promise<string> {
  const id = randomUUID();
  const filter = { flowId: 'bench', op: ['update' as const], cause: 'live' as const, ...(from && { from }) };
  const input = BulkInput.parse({
    ...{ flowId: 'bench', action, asked: filter, dryRun, version: 1, records },
    selection: { filter, asOf: await newestLine(pool) },
  });
  await pool.query(
    `INSERT INTO operation (id, "workspaceId", "flowId", kind, input, "createdBy") VALUES ($1, 'w', 'bench', 'bulk', $2, 'b')`,
    [id, input],
  );
  await pool.query(`SELECT pg_notify('syncline_operation', $1)`, [id]);
  return id;
}

/** Previews an action and carries it out, as people do: what is measured is the carrying out. */
async function act(servers: BenchServers, runner: BenchRunner, action: BulkAction, records: number) {
  const previewed = performance.now();
  await untilDone(servers, await queue(servers, action, { records, dryRun: true }));
  const previewSeconds = (performance.now() - previewed) / 1_000;
  await Promise.all(Object.values(servers).map(({ pool }) => pool.query('CHECKPOINT')));
  const cpu = await CpuMeter.start(servers, runner.pid);
  const began = performance.now();
  const id = await queue(servers, action, { records });
  const memory: number[] = [];
  const result = await untilDone(servers, id, async () => {
    const now = await residentMemory(runner.pid, 'VmRSS');
    if (now !== null) memory.push(now);
  });
  const seconds = (performance.now() - began) / 1_000;
  if (result.counts.done < records) throw new Error(`not all was done: ${JSON.stringify(result)}`);
  return {
    rate: result.records / seconds,
    previewRate: records / previewSeconds,
    memory,
    used: microsPerRow(await cpu.used(), records),
  };
}

async function untilDone(
  { store: { pool } }: BenchServers,
  id: string,
  atTick: () => Promise<void> = async () => undefined,
): Promise<BulkResult> {
  for (const until = Date.now() + PATIENCE; Date.now() < until; await sleep(TICK)) {
    const { rows } = await pool.query('SELECT state, result, error FROM operation WHERE id = $1', [id]);
    if (rows[0].state === 'done') return BulkResult.parse(rows[0].result);
    if (rows[0].error) throw new Error(JSON.stringify(rows[0].error));
    await atTick();
  }
  throw new Error('the operation did not end');
}

type Killed = { twice: number; lines: number; left: number };

/**
 * Kills the runner when a third is done, and its successor when two thirds are; another one takes the action up each time.
 *
 * @param of.wrong the city of a record of which nothing was done
 */
async function actAndKill(
  servers: BenchServers,
  runner: BenchRunner,
  action: BulkAction,
  of: { records: number; wrong: string; from?: string },
): Promise<Killed> {
  const { left, right, store } = servers;
  const id = await queue(servers, action, of);
  const number = async (pool: pg.Pool, sql: string, values: unknown[] = []): Promise<number> =>
    (await pool.query<{ n: number }>(sql, values)).rows[0]?.n ?? 0;
  const done = () =>
    number(store.pool, 'SELECT count(*)::int AS n FROM operation_record WHERE operation_id = $1', [id]);
  for (const share of [1 / 3, 2 / 3]) {
    while ((await done()) < of.records * share) await sleep(TICK);
    await runner.killAndRestart();
  }
  await untilDone(servers, id);
  const onBoth = async (sql: string, values: unknown[] = []) =>
    (await number(left.pool, sql, values)) + (await number(right.pool, sql, values));
  return {
    twice: await onBoth(
      'SELECT count(*)::int AS n FROM (SELECT id FROM written GROUP BY id HAVING count(*) > 1) w',
    ),
    lines: await number(
      store.pool,
      'SELECT count(*)::int AS n FROM ledger_entry WHERE operation_id = $1 AND record_key <> $2',
      [...[id, '["0"]']],
    ),
    left: await onBoth('SELECT count(*)::int AS n FROM contacts WHERE city = $1', [of.wrong]),
  };
}
