import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { TrialReport } from '#core/trial/trial-report.ts';
import { PgLaneStore } from '#db/ledger/pg-lane-store.ts';
import { selectLines } from '#db/ledger/read-ledger.ts';
import { nowMicros } from '#lib/micros.ts';
import { createCodeRunner } from '#sandbox/code-host.ts';
import { eventually, type FlowSketch, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { ledgerEntry } from '#testing/ledger-fixture.ts';
import { testSecret } from '#testing/test-secret.ts';
import type { OperationWork } from './operation-runner.ts';
import { runTrialOperation } from './run-trial-operation.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
const open: Flow[] = [];
const runner = createCodeRunner({ children: 1 });
afterAll(() => runner.close());
afterEach(async () => {
  for (const flow of open.splice(0)) await flow.close();
});

const leftSql = `CREATE TABLE l (id int PRIMARY KEY, name text, amount text, kind text, note text);
  ALTER TABLE l REPLICA IDENTITY FULL;
  INSERT INTO l SELECT i, 'n' || i, i::text, 'open', 'x' FROM generate_series(1, 12) i`;
const rightSql = `CREATE TABLE r (id int PRIMARY KEY, name text, amount text, whole int, kind text, note text);
  ALTER TABLE r REPLICA IDENTITY FULL`;

const pairs = (...names: [string, string][]) => names.map(([left, right]) => ({ left, right }));
const live: FlowSketch = {
  left: 'public.l',
  right: 'public.r',
  mapping: {
    match: [['id', 'id']],
    fields: pairs(['id', 'id'], ['name', 'name'], ['amount', 'amount'], ['kind', 'kind'], ['note', 'note']),
  },
  conflict: { rule: { kind: 'prefer', side: 'left' } },
};
/** Carries whole numbers, notes not at all, nothing secret, and the newest wins. */
const draft: FlowSketch = {
  left: 'public.l',
  right: 'public.r',
  filters: { left: { condition: `kind != 'secret'`, leave: 'keep' } },
  mapping: {
    match: [['id', 'id']],
    fields: pairs(['id', 'id'], ['name', 'name'], ['amount', 'whole'], ['kind', 'kind']),
  },
  conflict: { rule: { kind: 'newest' }, deletes: { carry: 'none' } },
};

/** A flow that has been through one history, the same for every version. */
async function wentThrough(label: string, lane: FlowSketch): Promise<Flow> {
  const flow = await flowOnDatabases(label, { leftSql, rightSql, lanes: [lane] });
  open.push(flow);
  await flow.start();
  await flow.left.query(`UPDATE l SET amount = '77' WHERE id = 1`);
  await flow.left.query(`UPDATE l SET note = 'noted' WHERE id = 2`);
  await flow.left.query(`UPDATE l SET kind = 'secret', name = 'hidden' WHERE id = 3`);
  await flow.left.query(`INSERT INTO l VALUES (20, 'new', '5', 'open', 'y')`);
  await flow.left.query(`DELETE FROM l WHERE id = 5`);
  await flow.right.query(`UPDATE r SET name = 'from right' WHERE id = 6`);
  await settled(flow, 6);
  await flow.stop();
  await flow.left.query(`UPDATE l SET name = 'left first' WHERE id = 7`);
  await sleep(1_200);
  await flow.right.query(`UPDATE r SET name = 'right later' WHERE id = 7`);
  await flow.start();
  await settled(flow, 8);
  return flow;
}

async function settled(flow: Flow, lines: number): Promise<void> {
  await eventually('every change has its outcome', async () => {
    const all = (await flow.ledger()).filter(({ cause }) => cause === 'live');
    return all.length === lines && all.every(({ status }) => status !== 'held');
  });
}

function trialOf(flow: Flow, lanes: Flow['lanes'], span: { from: number; to: number }, signal?: AbortSignal) {
  const told: { checked: number; report: TrialReport }[] = [];
  const work = {
    context: { pool: flow.pool, secretKey: testSecret, code: runner },
    operation: { id: 'op', workspaceId: 'w', flowId: flow.flowId, kind: 'trial', input: { lanes, ...span } },
    report: (latest: (typeof told)[number]) => told.push(structuredClone(latest)),
    signal: signal ?? new AbortController().signal,
  } as unknown as OperationWork;
  return { told, done: runTrialOperation(work) };
}

const everything = () => ({ from: 0, to: nowMicros() });
/** Lines of changes, by what tells the change. */
async function outcomes(flow: Flow) {
  const lines = await selectLines(flow.pool, `WHERE flow_id = $1 AND cause = 'live'`, [flow.flowId]);
  return lines.map(({ side, recordKey, op, status, code }) => ({ side, recordKey, op, status, code }));
}

describe('a trial', { timeout: 90_000 }, () => {
  test('of the version that ran finds nothing else than what came of its changes', async () => {
    const flow = await wentThrough('trial_same', live);
    const { done, told } = trialOf(flow, flow.lanes, everything());
    const report = await done;
    expect(report).toMatchObject({ tried: 8, samples: [], missing: [] });
    expect(report.lanes).toMatchObject([{ same: 8, values: 0, outcome: 0, untried: 0, fields: [] }]);
    expect(told.at(-1)).toMatchObject({ checked: 8, total: 8 });

    // A conflict that code would decide is put to the code; and one that fails, or holds it, says so.
    const source = (body: string) =>
      `import { hold } from 'syncline';\nexport const merge = ({ left, right }: Conflict): Merged => ${body};`;
    const conflicts = async (body: string) => {
      const fields = { name: { kind: 'code', node: 'both' } };
      const code = { merges: { both: { source: source(body) } } };
      await flow.redeploy([{ ...live, conflict: { ...live.conflict, fields }, code }]);
      const { samples } = await trialOf(flow, flow.lanes, everything()).done;
      const told = samples.map(({ would, fields: of }) =>
        [would?.status, of.find(({ name }) => name === 'name')?.would].join(' '),
      );
      return [...new Set(told)];
    };
    expect(await conflicts('[left, right].join(" and ")')).toEqual(['resolved left first and right later']);
    expect(await conflicts('hold')).toEqual(['held ']);
    expect(await conflicts('{ throw new Error("no"); }')).toEqual(['failed ']);

    // Where the ledger does not reach back as far as was asked, that is said.
    const day = 86_400e6;
    const since = async (days: number) =>
      (await trialOf(flow, flow.lanes, { from: nowMicros() - days * day, to: nowMicros() }).done).since;
    const [oldest] = await selectLines(flow.pool, 'WHERE flow_id = $1 ORDER BY committed_at LIMIT 1', [
      flow.flowId,
    ]);
    expect(await since(4)).toBe(oldest?.commitTime);
    const entry = ledgerEntry({
      flowId: flow.flowId,
      laneId: flow.laneId(),
      commitTime: nowMicros() - 5 * day,
    });
    const lease = { flowId: flow.flowId, epoch: await flow.takeLease() };
    await new PgLaneStore(flow.pool, 'w', testSecret).commit(lease, { entries: [entry] });
    expect(await since(4)).toBe(null);
    await flow.pool.query(
      `INSERT INTO ledger_policy ("workspaceId", "flowId", "keepDays") VALUES ('w', $1, 1)`,
      [flow.flowId],
    );
    expect(await since(4)).toBeGreaterThan(nowMicros() - 1.1 * day);
  });

  test('foretells what another version makes of the same changes', async () => {
    const [flow, other] = await Promise.all([
      wentThrough('trial_live', live),
      wentThrough('trial_draft', { ...draft, filters: {} }).catch(() => null),
    ]);
    expect(other).not.toBe(null);
    await flow.redeploy([{ ...draft, filters: {} }]);
    const report = await trialOf(flow, flow.lanes, everything()).done;
    const really = await outcomes(other as Flow);
    const foretold = (await outcomes(flow)).map((line) => {
      const sample = report.samples.find(
        ({ side, recordKey, op }) => side === line.side && recordKey === line.recordKey && op === line.op,
      );
      return sample?.would ? { ...line, status: sample.would.status, code: sample.would.code } : line;
    });
    const sorted = (all: Awaited<ReturnType<typeof outcomes>>) =>
      all.map((each) => JSON.stringify(each)).sort();
    expect(sorted(foretold)).toEqual(sorted(really));
    expect(report.lanes[0]).toMatchObject({
      shifts: expect.arrayContaining([
        {
          from: { status: 'applied', code: null },
          to: { status: 'skipped', code: 'DELETE_IGNORED' },
          count: 1,
        },
        {
          from: { status: 'applied', code: null },
          to: { status: 'skipped', code: 'NOTHING_MAPPED' },
          count: 1,
        },
      ]),
      fields: expect.arrayContaining([
        { side: 'right', name: 'whole', differ: 2, unknown: expect.any(Number) },
      ]),
    });
    const conflict = report.samples.filter(({ recordKey }) => recordKey === '["7"]');
    expect(conflict.flatMap(({ fields }) => fields)).toContainEqual({
      ...{ name: 'name', was: 'left first', would: 'right later' },
    });
    expect(await flow.right.query('SELECT name, whole FROM r WHERE id = 7')).toEqual([
      { name: 'left first', whole: null },
    ]);
  });

  test('tells what a filter would keep back, what would not fit, and lanes that it cannot try', async () => {
    const flow = await wentThrough('trial_filter', live);
    await flow.left.query(`UPDATE l SET amount = 'many' WHERE id = 8`);
    await settled(flow, 9);
    await flow.redeploy([draft]);
    const report = await trialOf(flow, flow.lanes, everything()).done;
    const of = (key: string) => report.samples.find(({ recordKey }) => recordKey === `["${key}"]`);
    expect(of('3')).toMatchObject({
      was: { status: 'applied' },
      would: { status: 'skipped', code: 'FILTERED' },
    });
    expect(of('8')).toMatchObject({ would: { status: 'failed', code: 'CAST_FAILED' } });
    await flow.redeploy([{ ...draft, right: 'public.r', on: { left: 'left', right: 'right' } }]);
    const elsewhere = flow.lanes.map((lane) => ({
      ...lane,
      right: { ...lane.right, stream: { ...lane.right.stream, name: 'public.other' } },
    }));
    const untold = await trialOf(flow, elsewhere, everything()).done;
    expect(untold).toMatchObject({ tried: 0, missing: [{ laneId: flow.laneId(), changes: 9 }] });
  });

  test('asks code of a draft that the live version has not, and says where other code had its hand in it', async () => {
    const coded = (body: string): FlowSketch => ({
      ...{ ...live, mapping: { ...live.mapping, direction: 'forward' } },
      code: {
        left: [
          {
            form: 'transform',
            source: `export function transform(record: Input): Output | null { ${body} }`,
            fields: ['name', 'amount', 'kind', 'note'].map((name) => ({ name, type: { kind: 'text' } })),
            leave: 'keep',
          },
        ],
      },
    });
    const upper = coded(`if (record.kind === 'secret') return null;
      if (record.name === 'new') throw new Error('not new');
      return { ...record, name: (record.name ?? '').toUpperCase() };`);
    const flow = await wentThrough('trial_code', live);
    const tried = async (sketch: FlowSketch) => {
      await flow.redeploy([sketch]);
      return trialOf(flow, flow.lanes, everything()).done;
    };
    const report = await tried(upper);
    const of = (key: string) => report.samples.find(({ recordKey }) => recordKey === `["${key}"]`);
    expect(of('3')).toMatchObject({ was: { status: 'applied' }, would: { code: 'FILTERED' } });
    expect(of('20')).toMatchObject({
      would: { status: 'parked', code: 'CODE_FAILED', detail: expect.stringContaining('not new') },
    });
    expect(report.lanes[0]).toMatchObject({
      // What changed no name comes to the same; what the right side changed is not carried.
      ...{ same: 3, values: 0, outcome: 3, untried: 2 },
      reasons: [{ why: expect.stringContaining('conflict'), count: 2 }],
    });
    expect(await flow.right.query(`SELECT name FROM r WHERE id = 20`)).toEqual([{ name: 'new' }]);
    // [E30] Behind the mapping it is given what that makes, which is the same here.
    const behind = await tried({ ...upper, code: { right: upper.code?.left ?? [] } });
    expect(behind.lanes[0]).toMatchObject({ same: 3, values: 0, outcome: 3, untried: 2 });

    // The same code comes to the same, what failed for it included; of what it made, other code is told nothing.
    const other = await flowOnDatabases('trial_coded', { leftSql, rightSql, lanes: [upper] });
    open.push(other);
    await other.start();
    await other.left.query(`UPDATE l SET name = 'b' WHERE id = 2; UPDATE l SET kind = 'secret' WHERE id = 3`);
    await other.left.query(`UPDATE l SET name = 'new' WHERE id = 4`);
    const lines = async () => (await other.ledger()).filter(({ cause }) => cause === 'live');
    await eventually('one has failed', async () =>
      (await lines()).some(({ code }) => code === 'CODE_FAILED'),
    );
    await eventually('all are told', async () => (await lines()).length === 3);
    const last = (lanes: Flow['lanes']) => trialOf(other, lanes, everything()).done;
    expect((await last(other.lanes)).lanes).toMatchObject([{ same: 3, values: 0, outcome: 0, untried: 0 }]);
    await other.redeploy([coded(`return { ...record, name: '<' + record.name + '>' };`)]);
    const mended = await last(other.lanes);
    expect(mended.lanes).toMatchObject([
      {
        same: 0,
        values: 0,
        outcome: 1,
        untried: 2,
        reasons: [{ why: expect.stringContaining('version 1'), count: 2 }],
      },
    ]);
    expect(mended.samples).toMatchObject([
      {
        was: { code: 'CODE_FAILED' },
        would: { status: 'applied' },
        fields: expect.arrayContaining([{ name: 'name', would: '<new>' }]),
      },
    ]);
  });

  test('runs beside the live version, and can be ended', async () => {
    const flow = await wentThrough('trial_beside', live);
    await flow.redeploy([draft]);
    const began = nowMicros();
    const stop = new AbortController();
    const { done, told } = trialOf(flow, flow.lanes, { from: began, to: began + 600e6 }, stop.signal);
    await flow.start();
    await flow.left.query(`UPDATE l SET amount = '12' WHERE id = 9; UPDATE l SET name = 'same' WHERE id = 9`);
    await eventually('both changes are tried', () => told.at(-1)?.checked === 2, 40);
    expect(told.at(-1)?.report.lanes).toMatchObject([{ same: 2, values: 0 }]);
    stop.abort();
    expect(await done).toMatchObject({ tried: 2 });
  });
});
