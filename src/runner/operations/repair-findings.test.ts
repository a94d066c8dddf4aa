import { afterEach, describe, expect, test } from 'vitest';
import type { FindingSelection } from '#core/operations/finding-selection.ts';
import { FindingWriter, listFindings } from '#db/ledger/verify-findings.ts';
import { passHeads } from '#engine/reconcile/lane-routes.ts';
import { verifyLane } from '#engine/verify/verify-lane.ts';
import { bulkOnFlow } from '#testing/engine/bulk-on-flow.ts';
import { eventually, flowOnDatabases } from '#testing/engine/flow-on-databases.ts';
import { writeUnseen } from '#testing/engine/write-unseen.ts';

type Flow = Awaited<ReturnType<typeof flowOnDatabases>>;
let flow: Flow | null = null;
afterEach(() => flow?.close());

const table = (name: string) =>
  `CREATE TABLE ${name} (id int PRIMARY KEY, a text, b text); ALTER TABLE ${name} REPLICA IDENTITY FULL;`;
const fields = ['id', 'a', 'b'].map((name) => ({ left: name, right: name }));

async function start(label: string, conflict: object, direction = 'both'): Promise<Flow> {
  flow = await flowOnDatabases(label, {
    leftSql: `${table('l')} INSERT INTO l SELECT i, 'a' || i, 'b' || i FROM generate_series(1, 12) i`,
    rightSql: table('r'),
    lanes: [
      {
        left: 'public.l',
        right: 'public.r',
        mapping: { match: [['id', 'id']], fields, direction },
        conflict,
      },
    ],
  });
  await flow.start();
  return flow;
}

/** Verifies the running lane, and keeps what it finds as an operation does. */
async function verify({ engine, pool, flowId }: Flow, verifyId: string): Promise<void> {
  const [lane] = engine.lanes;
  if (!lane) throw new Error('no lane');
  await pool.query(
    `INSERT INTO operation (id, "workspaceId", "flowId", kind, input, state, "createdBy")
     VALUES ($1, 'w', $2, 'verify', '{}', 'done', 't') ON CONFLICT DO NOTHING`,
    [verifyId, flowId],
  );
  const findings = new FindingWriter(pool, verifyId, 'full');
  await findings.begin(flowId);
  await verifyLane({
    lane: lane.runtime.lane,
    sessions: lane.runtime.sessions,
    settle: () => passHeads(lane),
    pendingKeys: async () =>
      new Set((await lane.store.pending(lane.runtime.lane.id)).map(({ recordKey }) => recordKey)),
    onProgress: () => undefined,
    onFound: (found) => findings.write(lane.runtime.lane.id, found),
    signal: new AbortController().signal,
  });
}

const found = async ({ pool }: Flow, findings: FindingSelection['findings']) =>
  (await listFindings(pool, findings, { cursor: null, limit: 50 })).findings;

const rows = (made: Flow, side: 'left' | 'right') =>
  made[side].query<{ id: number; a: string; b: string }>(
    `SELECT id, a, b FROM ${side === 'left' ? 'l' : 'r'} ORDER BY id`,
  );

const byRules = { kind: 'repair', by: 'rules' } as const;

describe('[E17] [E29] what a verify found is repaired', { timeout: 90_000 }, () => {
  test('by the rules, some or all of it; the dry run has told the same and written nothing', async () => {
    const made = await start('repair_findings', { rule: { kind: 'prefer', side: 'right' } });
    await writeUnseen(made.left, `UPDATE l SET a = 'lost' WHERE id <= 3; DELETE FROM l WHERE id = 4`);
    await writeUnseen(made.right, `UPDATE r SET b = 'right' WHERE id = 5; DELETE FROM r WHERE id = 6`);
    await verify(made, 'v1');
    const all = await found(made, { verifyId: 'v1' });
    expect(all.map(({ recordKey, kind, fields: differ }) => [recordKey, kind, ...differ])).toEqual(
      expect.arrayContaining([
        ...['1', '2', '3'].map((id) => [`["${id}"]`, 'differ', 'a']),
        ...[
          ['["5"]', 'differ', 'b'],
          ['["6"]', 'only-left'],
          ['["4"]', 'only-right'],
        ],
      ]),
    );
    expect(all.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    const overA = { findings: { verifyId: 'v1', field: 'a' } };
    const numbers = all.filter(({ recordKey }) => recordKey === '["2"]').map(({ number }) => number);
    const told = await bulkOnFlow(made, byRules, { findings: overA, dryRun: true });
    expect(told.ended).toMatchObject({ records: 3, lines: 3, counts: { done: 3 } });
    expect(told.records.get('["1"]')).toMatchObject({ outcome: 'done', after: { left: { a: 'a1' } } });
    expect((await rows(made, 'left')).filter(({ a }) => a === 'lost')).toHaveLength(3);

    const one = await bulkOnFlow(made, byRules, { findings: { ...overA, numbers } });
    expect(one.ended).toMatchObject({ records: 1, counts: { done: 1 } });
    expect((await rows(made, 'left')).filter(({ a }) => a === 'lost').map(({ id }) => id)).toEqual([1, 3]);
    const lines = await made.store.query(
      `SELECT cause, status, record_key FROM ledger_entry WHERE operation_id = '${one.id}'`,
    );
    expect(lines).toEqual([{ cause: 'repair', status: 'resolved', record_key: '["2"]' }]);

    // A record that came in line meanwhile has nothing to do; what live changes made of one is not undone.
    await made.right.query(`UPDATE r SET a = 'newer' WHERE id = 3`);
    const rest = await bulkOnFlow(made, byRules, { findings: { findings: { verifyId: 'v1' } } });
    expect(rest.ended).toMatchObject({ records: 6, counts: { refused: 0, failed: 0, held: 0 } });
    expect(rest.records.get('["2"]')).toMatchObject({ outcome: 'nothing' });
    await eventually('both sides agree', async () => {
      const [left, right] = [await rows(made, 'left'), await rows(made, 'right')];
      return JSON.stringify(left) === JSON.stringify(right);
    });
    expect((await rows(made, 'left')).find(({ id }) => id === 3)).toMatchObject({ a: 'newer' });
    await verify(made, 'v2');
    expect(await found(made, { verifyId: 'v2' })).toEqual([]);
  });

  test('as one side has it, and what the rules leave to a person is held', async () => {
    const made = await start('repair_side', { rule: { kind: 'hold' } });
    await writeUnseen(made.right, `UPDATE r SET a = 'right' WHERE id <= 4; DELETE FROM r WHERE id = 5`);
    await verify(made, 'v1');
    const kind = { findings: { verifyId: 'v1', kind: 'differ' as const } };
    const [first] = await found(made, kind.findings);
    const held = await bulkOnFlow(made, byRules, { findings: { ...kind, numbers: [first?.number ?? 0] } });
    expect(held.ended).toMatchObject({ records: 1, counts: { held: 1 } });
    expect(made.engine.status()[0]?.pending).toMatchObject({ held: 1 });
    const toRight = { kind: 'repair', by: 'right' } as const;
    const told = await bulkOnFlow(made, toRight, {
      findings: { findings: { verifyId: 'v1' } },
      dryRun: true,
    });
    // The one that waits keeps waiting; a record that the right side lacks goes on the left.
    expect(told.ended).toMatchObject({ records: 5, counts: { done: 4, held: 1 } });
    expect(told.records.get('["5"]')?.after).toMatchObject({ left: null });
    const done = await bulkOnFlow(made, toRight, { findings: { findings: { verifyId: 'v1' } } });
    expect(done.ended).toMatchObject({ records: 5, counts: { done: 4, held: 1 } });
    expect((await rows(made, 'left')).filter(({ a }) => a === 'right')).toHaveLength(3);
    expect((await rows(made, 'left')).map(({ id }) => id)).not.toContain(5);
  });

  test('never on a side that the mapping does not write to', async () => {
    const made = await start('repair_forward', { rule: { kind: 'prefer', side: 'left' } }, 'forward');
    await eventually('they are carried', async () => (await rows(made, 'right')).length === 12);
    await writeUnseen(made.right, `UPDATE r SET a = 'right' WHERE id = 1`);
    await verify(made, 'v1');
    const all = { findings: { verifyId: 'v1' } };
    const right = await bulkOnFlow(made, { kind: 'repair', by: 'right' }, { findings: all });
    expect(right.records.get('["1"]')).toMatchObject({ outcome: 'refused', code: 'SIDE_READ_ONLY' });
    expect((await rows(made, 'left'))[0]).toMatchObject({ a: 'a1' });
    const left = await bulkOnFlow(made, { kind: 'repair', by: 'left' }, { findings: all });
    expect(left.ended).toMatchObject({ counts: { done: 1 } });
    expect((await rows(made, 'right'))[0]).toMatchObject({ a: 'a1' });
  });
});
